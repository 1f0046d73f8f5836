import Integrations
import Testing

@Suite("Refusals are read by their own layer, and by code and words together")
struct RefusalReadingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var code: Int?
    var words: String
    var layer: RefusalLayer
    var own: RefusalLayer?
    var found: Found

    var testDescription: String { "\(code ?? 0) \(words) (\(layer), \(own as Any)): \(found)" }

    init(
      _ code: Int?, _ words: String, _ layer: RefusalLayer = .person,
      own: RefusalLayer? = nil, _ found: Found
    ) {
      self.code = code
      self.words = words
      self.layer = layer
      self.own = own
      self.found = found
    }
  }

  private static let cases: [Case] = [
    // Codes whose meaning is confirmed, whatever layer and words say.
    Case(
      2_001_101, "Det finns ingen aktiv licens", .licence, .certain(.registerLicence, .customers)),
    Case(2_001_101, "Behörighet saknas", .person, .certain(.registerLicence, .customers)),
    Case(
      2_001_103, "Api-licens saknas", .licence, .certain(.registerIntegrationLicence, .customers)),
    Case(2_001_103, "Licens saknas", .scope, .certain(.registerIntegrationLicence, .customers)),
    Case(2_000_663, "Har inte behörighet för scope", .scope, .certain(.registerScope, .customers)),
    Case(2_000_663, "-", own: .person, .certain(.registerScope, .customers)),
    // A code that is known to stand for a right, with the words that it has.
    Case(
      2_001_538, "Saknar behörighet för kundregister", .person, .certain(.registerRight, .customers)
    ),
    Case(
      2_003_275, "Saknar behörighet för leverantörsregister.", .person,
      .certain(.registerRight, .customers)),
    Case(2_003_275, "Något annat", .person, .likely(.registerRightOrLicence, .customers)),
    Case(
      9_999_999, "Saknar behörighet för kundregister", .person, .likely(.registerRight, .customers)),
    // Words alone.
    Case(nil, "Saknar behörighet för kundregister", .person, .likely(.registerRight, .customers)),
    Case(nil, "Api-licens saknas", .person, .likely(.registerIntegrationLicence, .customers)),
    Case(nil, "Licens saknas för kundregister", .person, .likely(.registerLicence, .customers)),
    Case(nil, "Scope saknas", .person, .likely(.registerScope, .customers)),
    // Two words have stood for a right and for a licence.
    Case(nil, "Behörighet saknas", .person, .likely(.registerRightOrLicence, .customers)),
    Case(2_001_538, "Behörighet saknas", .person, .likely(.registerRightOrLicence, .customers)),
    // A layer of its own counts before the record's, and before words.
    Case(nil, "-", .person, own: .licence, .likely(.registerLicence, .customers)),
    Case(nil, "-", .person, own: .scope, .likely(.registerScope, .customers)),
    Case(nil, "-", .licence, own: .person, .likely(.registerRightOrLicence, .customers)),
    Case(
      nil, "Saknar behörighet för kundregister", .person, own: .licence,
      .likely(.registerLicence, .customers)),
    Case(nil, "-", .licence, .likely(.registerLicence, .customers)),
    Case(nil, "-", .scope, .likely(.registerScope, .customers)),
  ]

  @Test(arguments: cases) func reading(_ given: Case) {
    Story.active.given(
      hour(1),
      refused(
        .customers, layer: given.layer, code: given.code, message: given.words, own: given.own)
    ).finds(given.found)
  }

  @Test("refusals of one record have layers of their own")
  func several() {
    let refusals = [
      RegisterRefusal(
        register: .customers, code: 2_001_538, message: "Saknar behörighet för kundregister",
        httpStatus: 400, layer: .person),
      RegisterRefusal(
        register: .projects, code: 2_001_101, message: "Ingen aktiv licens", httpStatus: 403,
        layer: .licence),
      RegisterRefusal(register: .orders, code: nil, message: "-", httpStatus: 403),
    ]
    Story.active.given(
      hour(1),
      .permissionDenied(PermissionDenied(attempt: first, layer: .scope, refusals: refusals))
    ).finds(
      .certain(.registerRight, .customers), .certain(.registerLicence, .projects),
      .likely(.registerScope, .orders))
  }

  @Test("what a service account lacks is the company's, so its right is only likely")
  func ofServiceAccount() {
    Story.serviceAuthorized.given(hour(1), refused(.customers))
      .finds(.likely(.registerRight, .customers))
  }

  @Test("a bare error_missing_license names both licences")
  func bareLicence() {
    let explanation = Story.authorizing.given(
      minute(2), callback(first, .error, error: "error_missing_license"),
      failed(first, .callback, .licenceMissing, error: "error_missing_license")
    ).explanation()
    #expect(
      explanation.codes == [
        [.orderIntegrationLicence, .orderScopeLicence, .authorize, .approve]
      ])
    #expect(explanation.advice.ways.first?[1].registers == [.customers])
    #expect(explanation.advice.cause.english.contains("the licence Integration, or one for"))
  }

  @Test(
    "a licence that code and words name is named alone",
    arguments: [
      ("error_missing_app_license", StepCode.buyApp),
      ("2001103", .orderIntegrationLicence), ("2001101", .orderScopeLicence),
    ])
  func namedLicence(_ error: String, _ step: StepCode) {
    let explanation = Story.authorizing.given(
      minute(2), callback(first, .error, error: error),
      failed(first, .callback, .licenceMissing, error: error)
    ).explanation()
    #expect(explanation.codes == [[step, .authorize, .approve]])
  }
}
