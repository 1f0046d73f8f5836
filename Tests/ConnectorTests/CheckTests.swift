import EventLog
import Evidence
import Integrations
import Providers
import TestSupport
import Testing

@testable import Connector

/// What the registers answer, as records have it.
@Suite struct CheckTests {
  private let journey: Journey

  init() throws { journey = try Journey() }

  private static func error(_ code: Int, _ words: String) -> FakeFortnox.Reply {
    .answer(
      403, #"{"ErrorInformation":{"Error":1,"Message":"\#(words)","Code":\#(code)}}"#)
  }

  private func actions() throws -> [Action] {
    try journey.connector.ledger.records(RecordQuery(of: .acme)).compactMap(\.recorded?.action)
  }

  @Test("each refusal has its own layer, and the record that of the first to be put right")
  func layers() async throws {
    journey.fortnox.next("customers", Self.error(2_001_538, "Saknar behörighet för kundregister"))
    journey.fortnox.next("projects", Self.error(2_001_101, "Det finns ingen aktiv licens."))
    try await journey.connect()
    guard case .permissionDenied(let data) = try actions().last else {
      Issue.record("\(try journey.story())")
      return
    }
    #expect(data.layer == .licence)
    #expect(data.refusals.map(\.layer) == [.person, .licence])
    #expect(data.checks?.map(\.ok) == [false, false])
  }

  @Test("words that are not known are recorded, at the consent and at a check")
  func unknownWords() async throws {
    journey.fortnox.next("customers", Self.error(2_009_999, "Något nytt"))
    try await journey.connect()
    guard case .failed(let data) = try actions().last else {
      Issue.record("\(try journey.story())")
      return
    }
    #expect(data.stage == .check && data.reason == .unrecognised)
    #expect(data.registers == Registers([.customers]))
    #expect(data.providerError == "2009999" && data.providerMessage == "Något nytt")
    #expect(data.httpStatus == 403)
    let state = try journey.connector.state(of: .acme, .fortnox)
    #expect(state.findings.all.map(\.kind) == [.registerUnknown])
    try await journey.connector.recheck(.acme, .fortnox, by: .administrator)
    #expect(try journey.story().last == "approved(recheck)")
    journey.fortnox.next("customers", Self.error(2_009_999, "Något nytt"))
    journey.fortnox.next("projects", Self.error(2_001_538, "Saknar behörighet för projekt"))
    try await journey.connector.recheck(.acme, .fortnox, by: .administrator)
    #expect(
      try journey.story().suffix(2) == ["permissionDenied", "failed(check, unrecognised)"])
  }

  @Test(
    "a check that gets no answer says why it got none, and of which registers",
    arguments: [
      (FakeFortnox.Reply.answer(503, ""), Failed.Reason.providerUnavailable),
      (.unanswered(.unknown), .providerUnavailable), (.tooMany(60), .providerUnavailable),
      (.answer(404, "<html>"), .unrecognised),
    ])
  func silence(reply: FakeFortnox.Reply, reason: Failed.Reason) async throws {
    try await journey.connect()
    journey.fortnox.next("projects", reply)
    try await journey.connector.recheck(.acme, .fortnox, by: .administrator)
    guard case .failed(let data) = try actions().last else {
      Issue.record("\(try journey.story())")
      return
    }
    #expect(data.reason == reason && data.registers == Registers([.projects]))
  }

  @Test("a page takes no refusal back, and its words are kept")
  func page() async throws {
    journey.fortnox.next("customers", Self.error(2_001_538, "Saknar behörighet för kundregister"))
    try await journey.connect()
    for (status, words) in [(200, "<html>Snart tillbaka"), (403, "<html>permission")] {
      journey.clock.advance(seconds: 86_400)
      journey.fortnox.next("customers", .answer(status, words))
      try await journey.connector.recheck(.acme, .fortnox, by: .administrator)
      guard case .failed(let data) = try actions().last else {
        Issue.record("\(try journey.story())")
        return
      }
      #expect(data.reason == .checkUnknown && data.httpStatus == status)
      #expect(data.providerMessage == words)
      let state = try journey.connector.state(of: .acme, .fortnox)
      #expect(state.findings.all.contains { $0.kind == .registerRight })
    }
  }

  @Test("after a switch to a service account another company is refused")
  func remembered() async throws {
    try await journey.connect()
    _ = try await journey.connector.remove(
      .acme, .fortnox, reason: .switchToServiceAccount, ticket: nil, by: .administrator)
    journey.fortnox.next(
      "companyinformation",
      .answer(200, #"{"CompanyInformation":{"DatabaseNumber":1234}}"#))
    try await journey.connect()
    #expect(try journey.story().last == "failed(check, wrongCompany)")
  }
}
