import Integrations
import TestSupport
import Testing

/// An integration with a provider that has neither scopes nor service accounts, and a company code.
@Suite struct FikenTests {
  private static let configured = Story(of: .fiken, saved(companyCode: 1))
  private static let authorizing = configured.given(
    minute(0), started(first, at: minute(0), scopes: []))
  private static let answered = authorizing.given(minute(2), callback(first))
  private static let active = answered.given(minute(3), .approved(consent(first)))
    .given(minute(4), saved(enabled: true))

  private static func consent(
    _ attempt: AttemptID, _ via: Approval.Via = .consent, access: Timestamp = day(1)
  ) -> Approval {
    grant(attempt, via, company: "913312465", scopes: [], access: access, expires: nil)
  }

  @Test("an attempt asks for no scope, once the company code is set")
  func starting() {
    let start = started(first, at: minute(1), scopes: [])
    Self.configured.when(minute(1), start).then(start)
    Self.configured.when(minute(1), started(first, at: minute(1))).rejected(.scopesUnknown)
    Story(of: .fiken, saved()).when(minute(1), start).rejected(.companyCodeMissing)
    Story(saved()).when(minute(1), start).rejected(.noScopes)
  }

  @Test("there is no service account to choose or to switch to")
  func serviceAccount() {
    Self.configured.when(minute(1), IntegrationsTests.serviceAccount(true))
      .rejected(.serviceAccountUnknown)
    Self.active.when(minute(5), removed(.switchToServiceAccount)).rejected(.serviceAccountUnknown)
    let requested = removed()
    Self.active.when(minute(5), requested).then(requested)
  }

  @Test("beside a grant, a company that is not reached can be allowed, or the code be corrected")
  func codeChanged() {
    let changed = Self.active.given(minute(5), saved(enabled: true, companyCode: 2))
      .given(minute(6), started(second, at: minute(6), scopes: []))
      .given(minute(7), callback(second))
      .given(minute(50), failed(second, .check, .wrongCompany))
    let explanation = changed.explanation()
    #expect(explanation.verdict == .healthy)
    #expect(
      explanation.also.flatMap { $0.ways.codes } == [
        [.reauthorize, .approve, .allowCompany], [.configure, .reauthorize, .approve],
      ])
  }

  @Test("a grant without an end is active, and more transfers need no new consent")
  func endless() {
    let story = Self.active.given(minute(5), saved(.customers, .projects, enabled: true))
    story.phase(.active, at: day(400))
    #expect(!story.state.needsReauthorization && story.state.neededScopes.isEmpty)
    #expect(story.state.verdict(at: day(400)) == .healthy)
    #expect(story.explanation(at: minute(6)).state.english.contains("customers and projects"))
  }

  @Test("a company that the consent does not reach: allow it, or correct the code")
  func notAmongThem() throws {
    let story = Self.answered.given(minute(44), failed(first, .check, .wrongCompany))
    let explanation = story.explanation()
    #expect(explanation.verdict == .otherCompany)
    #expect(
      explanation.codes == [
        [.authorize, .approve, .allowCompany], [.saveAndAuthorize, .approve],
      ])
    let allow = try #require(explanation.advice.ways[0].last?.text)
    #expect(allow.english.contains("Rediger konto, Sikkerhet, Apper du har gitt tilgang til"))
    let code = try #require(explanation.advice.ways[1].first?.text)
    #expect(code.english.contains("correct the company code"))
    #expect(story.lines.last?.text.english.contains("not among those in Fiken") == true)
  }

  @Test("while the company is looked for, it can be allowed")
  func lookedFor() {
    let explanation = Self.answered.explanation(at: minute(10))
    #expect(explanation.verdict == .pending)
    #expect(explanation.codes == [[.allowCompany, .wait]])
    #expect(explanation.advice.fixer == .companyAdministrator)
    #expect(Story.answered.explanation(at: minute(10)).codes == [[.wait]])
  }

  @Test("a missing API module is the licence that any integration needs")
  func apiModule() throws {
    let story = Self.answered.given(minute(3), failed(first, .check, .licenceMissing))
    let explanation = story.explanation()
    #expect(explanation.verdict == .licenceMissing)
    #expect(explanation.codes == [[.orderIntegrationLicence, .authorize, .approve]])
    #expect(
      explanation.advice.cause.english == "Fiken says that a module is missing: the API module "
        + "(API-modul).")
    #expect(explanation.advice.unknown.isEmpty)
  }

  @Test("a refused register has no code, so its layer is likely and never certain")
  func refusals() throws {
    let person = Self.active.given(
      minute(5), refused(.customers, code: nil, message: "Forbidden"))
    person.finds(.likely(.registerRight, .customers))
    #expect(person.explanation().codes == [[.giveRights, .checkAgain]])
    let module = Self.active.given(
      minute(5), refused(.projects, layer: .licence, code: nil, message: "Payment Required"),
      saved(.customers, .projects, enabled: true))
    module.finds(.likely(.registerLicence, .projects))
    let explanation = module.explanation()
    #expect(explanation.codes == [[.orderScopeLicence, .checkAgain]])
    #expect(
      explanation.advice.ways[0][0].text.english
        == "In Fiken, order the project module (prosjektmodul).")
  }

  @Test("a grant that is dead may have been ended by a consent for another company")
  func dead() throws {
    let story = Self.active.given(hour(30), failed(nil, .refresh, .grantDead))
    let explanation = story.explanation()
    #expect(explanation.verdict == .grantDead)
    #expect(explanation.codes == [[.reauthorize, .approve]])
    #expect(explanation.advice.unknown.contains { $0.english.contains("for another company") })
  }

  @Test("two refreshes moments apart do not show that a token was used twice")
  func refreshedTwice() {
    let story = Self.active
      .given(day(7), .approved(Self.consent(first, .refresh, access: day(8))))
      .given(day(7).adding(seconds: 60), failed(nil, .refresh, .grantDead))
    #expect(story.explanation().advice.cause.english.contains("says that"))
  }

  @Test("the first step of all names the company code")
  func new() {
    let explanation = Story(of: .fiken).explanation()
    #expect(explanation.codes == [[.saveAndAuthorize, .approve]])
    #expect(explanation.advice.ways[0][0].text.english.contains("enter the company code"))
  }

  /// What is Fortnox's own, or cannot happen.
  private static let foreign = [
    "behörighet ", "behörigheter", "service account", "servicekonto", "scope", "Tilläggs",
    "Developer Portal", "database number", "databasnummer", "licence", "licens", "Fortnox",
    "Godkänn & aktivera", "Approve authorization",
  ]

  @Test("no text speaks of what the provider does not have")
  func words() {
    let stories = [
      Story(of: .fiken), Self.configured, Self.authorizing, Self.answered, Self.active,
      Self.answered.given(minute(3), failed(first, .check, .licenceMissing)),
      Self.answered.given(minute(44), failed(first, .check, .wrongCompany)),
      Self.answered.given(minute(44), failed(first, .check, .checkUnknown)),
      Self.answered.given(minute(3), failed(first, .exchange, .clientRejected)),
      Self.answered.given(minute(3), failed(first, .exchange, .codeRejected)),
      Self.authorizing.given(minute(3), callback(first, .error))
        .given(minute(3), failed(first, .callback, .declined)),
      Self.authorizing.given(minute(3), callback(first, .empty)),
      Self.active.given(minute(5), refused(.customers, code: nil, message: "Forbidden")),
      Self.active.given(
        minute(5), refused(.customers, layer: .licence, code: nil, message: "Payment Required")),
      Self.active.given(hour(30), failed(nil, .refresh, .grantDead)),
      Self.active.given(hour(30), failed(nil, .refresh, .refreshUnknown)),
      Self.active.given(hour(30), failed(nil, .check, .unrecognised, registers: [.customers])),
      Self.active.given(hour(30), failed(nil, .refresh, .unrecognised, credentials: .missing)),
      Self.active.given(hour(30), removed()),
    ]
    for story in stories {
      for time in [story.now, story.now.adding(seconds: 3_000_000)] {
        for text in TextTests.texts(story, at: time) {
          TextTests.check(text)
          for word in Self.foreign where word != "behörighet " {
            #expect(
              !text.english.contains(word) && !text.swedish.contains(word), "\(text.english)")
          }
          #expect(!text.english.contains("behörighet"), "\(text.english)")
        }
      }
    }
  }
}
