import Integrations
import Testing

/// A story for every verdict, so that none is a code that nobody ever sees.
@Suite struct VerdictTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var code: VerdictCode
    var what: String
    var time: Timestamp
    var story: @Sendable () -> Story

    init(
      _ code: VerdictCode, _ what: String, at time: Timestamp = hour(2),
      _ story: @escaping @Sendable () -> Story
    ) {
      self.code = code
      self.what = what
      self.time = time
      self.story = story
    }

    var testDescription: String { "\(code.rawValue): \(what)" }
  }

  static let cases: [Case] = [
    Case(.neverStarted, "nothing yet") { Story() },
    Case(.neverStarted, "settings saved") { Story(saved()) },
    Case(.pending, "at the provider", at: minute(44)) { .authorizing },
    Case(.pending, "answered", at: minute(44)) { .answered },
    Case(.abandoned, "nobody came back", at: minute(45)) { .authorizing },
    Case(.abandoned, "given up") {
      .authorizing.given(minute(9), failed(first, .authorize, .abandoned))
    },
    Case(.superseded, "closed, and nothing came after") {
      .authorizing.given(minute(9), failed(first, .authorize, .superseded))
    },
    Case(.denied, "declined") {
      .authorizing.given(minute(2), callback(first, .error), failed(first, .callback, .declined))
    },
    Case(.licenceMissing, "at the consent") {
      .authorizing.given(
        minute(2), callback(first, .error), failed(first, .callback, .licenceMissing))
    },
    Case(.licenceMissing, "of a register") {
      .authorized.given(
        minute(3),
        refused(.customers, layer: .licence, code: 2_001_101, message: "Ingen aktiv licens"))
    },
    Case(.licenceMissing, "at a refresh", at: day(2)) {
      .active.given(day(1), failed(nil, .refresh, .licenceMissing))
    },
    Case(.notSystemAdmin, "a service account for somebody else") {
      Story(serviceAccount(true)).given(minute(1), started(first, at: minute(1), as: .service))
        .given(
          minute(2), callback(first, .error), failed(first, .callback, .notSystemAdministrator))
    },
    Case(.scopeNotEnabled, "before the login") {
      .authorizing.given(
        minute(1), callback(first, .error), failed(first, .callback, .scopeNotEnabled))
    },
    Case(.clientRefused, "at the exchange") {
      .answered.given(minute(3), failed(first, .exchange, .clientRejected))
    },
    Case(.authorizerLacksRights, "a register refused") { .denied },
    Case(.scopeNotGranted, "a register refused") {
      .authorized.given(
        minute(3),
        refused(
          .customers, layer: .scope, code: 2_000_663, message: "Har inte behörighet för scope"))
    },
    Case(.scopeNotGranted, "new transfers") {
      .active.given(minute(5), saved(.customers, .invoices, enabled: true))
    },
    Case(.otherBrowser, "while the attempt is open", at: minute(44)) {
      .authorizing.given(minute(2), callback(first, .code, .otherBrowser))
    },
    Case(.otherBrowser, "and nobody came back in the right one") {
      .authorizing.given(minute(2), callback(first, .code, .otherBrowser))
    },
    Case(.stateUsed, "an answer for an attempt that was replaced") {
      .authorizing.given(minute(5), started(second, at: minute(5)))
        .given(minute(6), callback(first, .code, .closed))
    },
    Case(.stateUsed, "an answer after giving up") {
      .authorizing.given(minute(9), failed(first, .authorize, .abandoned))
        .given(minute(10), callback(first, .code, .closed))
    },
    Case(.stateExpired, "an answer after 45 minutes") {
      .authorizing.given(minute(50), callback(first, .code, .expired))
    },
    Case(.callbackEmpty, "neither code nor error") {
      .authorizing.given(minute(2), callback(first, .empty))
    },
    Case(.callbackEmpty, "not even a state") {
      .authorizing.given(minute(2), callback(first, .empty, .malformed))
    },
    Case(.codeRejected, "at the exchange") {
      .answered.given(minute(3), failed(first, .exchange, .codeRejected))
    },
    Case(.exchangeUnknown, "no answer") {
      .answered.given(minute(3), failed(first, .exchange, .exchangeUnknown))
    },
    Case(.exchangeUnknown, "nothing recorded after the code", at: minute(45)) { .answered },
    Case(.refreshUnknown, "no answer", at: day(2)) {
      .active.given(day(1), failed(nil, .refresh, .refreshUnknown))
    },
    Case(.checkUnknown, "the company cannot be read") {
      .answered.given(minute(45), failed(first, .check, .checkUnknown))
    },
    Case(.grantDead, "past its expiry", at: day(45)) { .active },
    Case(.grantDead, "the provider says so", at: day(2)) {
      .active.given(day(1), failed(nil, .refresh, .grantDead))
    },
    Case(.otherCompany, "after a switch to a service account") {
      .switched.given(hour(2), failed(second, .check, .wrongCompany))
    },
    Case(.healthy, "a re-authorization into another company, beside a living grant") {
      .reauthorizing.given(hour(1), failed(second, .check, .wrongCompany))
    },
    Case(.credentialsUnusable, "a refresh finds none", at: day(2)) {
      .active.given(day(1), failed(nil, .refresh, .unrecognised, credentials: .missing))
    },
    Case(.nothingToTransfer, "nothing was ever chosen") {
      Story(started(first, at: minute(0))).given(minute(2), callback(first))
        .given(minute(3), .approved(grant(first, checks: [])))
    },
    Case(.healthy, "a re-authorization declined, beside a living grant") {
      .active.given(hour(1), started(second, at: hour(1)), callback(second, .error))
        .given(hour(1), failed(second, .callback, .declined))
    },
    Case(.healthy, "confirmed again after that", at: day(9)) {
      .active.given(hour(1), started(second, at: hour(1)), callback(second, .error))
        .given(hour(1), failed(second, .callback, .declined))
        .given(day(8), .approved(grant(first, .refresh, expires: day(53))))
    },
    Case(.providerDown, "at the exchange") {
      .answered.given(minute(3), failed(first, .exchange, .providerUnavailable))
    },
    Case(.providerDown, "at a refresh", at: day(2)) {
      .active.given(day(1), failed(nil, .refresh, .providerUnavailable))
    },
    Case(.switchNeedsRemoval, "chosen while the attempt was open") {
      .answered.given(minute(2), serviceAccount(true))
        .given(minute(3), .approved(grant(first)))
    },
    Case(.credentialsRemoved, "by support") { .active.given(hour(1), removed()) },
    Case(.unrecognised, "unknown words") {
      .authorizing.given(
        minute(2), callback(first, .error), failed(first, .callback, .unrecognised))
    },
    Case(.notEnabled, "connected only") { .authorized },
    Case(.healthy, "in use") { .active },
  ]

  @Test(arguments: cases)
  func verdict(_ given: Case) {
    #expect(given.story().state.verdict(at: given.time) == given.code)
  }

  @Test("every verdict has a story")
  func complete() {
    #expect(Set(Self.cases.map(\.code)) == Set(VerdictCode.allCases))
  }
}
