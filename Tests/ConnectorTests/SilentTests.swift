import EventLog
import Integrations
import Providers
import TestSupport
import Testing

@testable import Connector

/// Registers that were silent are asked again without anybody's wish.
@Suite struct SilentTests {
  private let journey: Journey

  init() throws { journey = try Journey() }

  private static let odd = FakeFortnox.Reply.answer(
    403, #"{"ErrorInformation":{"Error":1,"Message":"Något nytt","Code":2009999}}"#)

  private func ask(after seconds: Int64) async throws -> Int {
    journey.clock.advance(seconds: seconds)
    return try await journey.connector.askSilent()
  }

  @Test(
    "within an hour and then daily, until all have answered",
    arguments: [FakeFortnox.Reply.answer(503, ""), .answer(200, "<html>"), Self.odd])
  func again(reply: FakeFortnox.Reply) async throws {
    journey.fortnox.next("customers", reply, reply, reply)
    try await journey.connect()
    #expect(journey.fortnox.count("customers") == 1)
    #expect(try await ask(after: 60) == 0)
    #expect(try await ask(after: 3540) == 1)
    #expect(journey.fortnox.count("customers") == 2)
    for hour in 1..<24 { #expect(try await ask(after: 3600) == 0, "\(hour)") }
    #expect(try await ask(after: 3600) == 1)
    #expect(try await ask(after: 86_400) == 1)
    #expect(journey.fortnox.count("customers") == 4)
    #expect(try journey.story().last == "approved(recheck)")
    #expect(try await ask(after: 86_400) == 0, "all have answered")
  }

  @Test("registers that answered, with yes or with no, are left alone")
  func answered() async throws {
    try await journey.connect()
    #expect(try await ask(after: 86_400) == 0)
    journey.fortnox.next(
      "customers",
      .answer(
        403,
        #"{"ErrorInformation":{"Message":"Saknar behörighet för kundregister","Code":2001538}}"#))
    try await journey.connect()
    #expect(try journey.story().last == "permissionDenied")
    #expect(try await ask(after: 86_400) == 0)
  }
}
