import Evidence
import Integrations
import TestSupport
import Testing

@testable import EventLog

/// Why a grant of a provider whose consents are a person's died, asked over several companies.
@Suite struct ConsentElsewhereTests {
  private let folder: TemporaryFolder
  private let effects = TestEffects()
  private let ledger: Ledger

  init() throws {
    folder = try TemporaryFolder()
    ledger = try Ledger.create(folder.file("ledger"), effects: effects.effects)
  }

  private static let other = Actor("administrator:u-18") ?? .administrator

  private func append(_ actions: Action..., to company: Company, by actor: Actor) throws {
    try ledger.append(actions.map { Command($0, provider: .fiken, by: actor) }, to: company)
    effects.advance(seconds: 60)
  }

  private static func attempt(_ number: UInt64) -> AttemptID { AttemptID(high: 7, low: number) }

  private func approval(_ number: UInt64, _ via: Approval.Via) -> Action {
    .approved(
      Approval(
        attempt: Self.attempt(number), via: via, accountType: .user, scopes: [],
        providerCompany: "91331246\(number)", checks: [],
        accessTokenExpiresAt: effects.effects.now().adding(seconds: 86_000)))
  }

  /// A company is connected by an attempt that somebody starts; the server records what comes of it.
  private func connect(_ company: Company, _ number: UInt64, by actor: Actor) throws {
    let id = Self.attempt(number)
    let expiresAt = effects.effects.now().adding(seconds: Limits.attemptSeconds)
    try append(
      .configured(Configured(transfers: Registers([.customers]), enabled: false, companyCode: 1)),
      .authorizeStarted(
        AuthorizeStarted(attempt: id, accountType: .user, scopes: [], expiresAt: expiresAt)),
      to: company, by: actor)
    try append(
      .callbackReceived(CallbackReceived(attempt: id, answer: .code, verdict: .accepted)),
      approval(number, .consent), to: company, by: .server)
  }

  private func die(_ company: Company) throws {
    effects.advance(seconds: 90_000)
    try append(
      .failed(Failed(stage: .refresh, reason: .grantDead, providerError: "invalid_grant")),
      to: company, by: .server)
  }

  private func advice(_ moment: AsOf = .now) throws -> Advice {
    try #require(try ledger.explanation(of: .acme, .fiken, at: moment)).advice
  }

  @Test("a later consent of the same user for another company may have ended it")
  func ended() throws {
    try connect(.acme, 1, by: .administrator)
    try connect(.beta, 2, by: .administrator)
    try die(.acme)
    let found = try advice()
    #expect(found.confidence == .likely)
    #expect(found.cause.english.contains("another company") && found.cause.english.contains("(#8)"))
    let last = try ledger.records(RecordQuery()).count
    #expect(try advice(.position(Position(Int64(last)))) == found, "the same as of its position")
    let explanation = try #require(try ledger.explanation(of: .acme, .fiken))
    #expect(!"\(explanation)".contains("beta"), "another company is not named")
    #expect(try ledger.overview(of: .acme, .fiken, latest: 5)?.explanation == explanation)
    #expect(try ledger.explanation(of: .beta, .fiken)?.verdict == .notEnabled)
    #expect(try ledger.verify().agrees)
  }

  @Test("an earlier consent, another user's and one of another company's after the death did not")
  func notEnded() throws {
    try connect(.beta, 2, by: .administrator)
    try connect(.acme, 1, by: .administrator)
    try connect(.make("gamma"), 3, by: Self.other)
    try die(.acme)
    try connect(.make("delta"), 4, by: .administrator)
    let found = try advice()
    #expect(found.confidence == .certain && found.unknown.count == 1)
  }

  @Test("a consent before a refresh that went well did not end it, and neither did its own")
  func refreshedSince() throws {
    try connect(.acme, 1, by: .administrator)
    try connect(.beta, 2, by: .administrator)
    effects.advance(seconds: 7 * 86_400)
    try append(approval(1, .refresh), to: .acme, by: .server)
    try die(.acme)
    #expect(try advice().confidence == .certain)
  }

  @Test("who recorded a consent from outside is not who gave it")
  func byHand() throws {
    try connect(.acme, 1, by: .operator)
    try connect(.beta, 2, by: .operator)
    try die(.acme)
    #expect(try advice().confidence == .certain)
  }

  @Test(
    "who started which attempt is verified",
    arguments: [
      "DELETE FROM attempt_start WHERE position = 2",
      "UPDATE attempt_start SET actor = x'6161' WHERE position = 2",
      "INSERT INTO attempt_start VALUES (x'6161', 1)",
    ])
  func verified(sql: String) throws {
    try connect(.acme, 1, by: .administrator)
    #expect(try ledger.verify().agrees)
    try ledger.execute(sql)
    let report = try ledger.verify()
    #expect(report.findings.map(\.kind) == [.wrongIndex], "\(report.findings)")
  }
}
