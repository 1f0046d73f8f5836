import EventLog
import Integrations
import TestSupport
import Testing

@testable import Connector

/// Anyone can call the callback: what belongs to nobody is counted, and recorded once a minute.
@Suite struct UnknownCallbackTests {
  private let journey: Journey
  private let other: Connector

  init() throws {
    journey = try Journey()
    other = try journey.another()
  }

  private func call(_ connector: Connector, times: Int) async throws {
    for _ in 0..<times {
      let flow = Flow(
        to: .fortnox, query: [("code", "canary-code"), ("state", "nobody's")], cookies: [:],
        by: nil, of: nil)
      let outcome = try await connector.callback(flow)
      #expect(outcome == .unknown)
    }
  }

  private func counts() throws -> [String] {
    try journey.connector.ledger.records(RecordQuery()).compactMap { record in
      guard case .bookkeeping(let kept) = record.content.what, kept.name == "callbacks.unknown"
      else { return nil }
      let text = String(decoding: record.bytes, as: UTF8.self)
      return text.split(separator: "\"count\":").last.map { String($0.prefix { $0.isNumber }) }
    }
  }

  @Test("two processes on one ledger write one record a minute, and lose no count")
  func oneAMinute() async throws {
    try await call(journey.connector, times: 3)
    try await call(other, times: 4)
    for _ in 0..<3 {
      try await journey.connector.sweep()
      try await other.sweep()
      journey.clock.advance(seconds: 15)
    }
    #expect(try counts() == ["3"])
    try await call(other, times: 1)
    journey.clock.advance(seconds: 15)
    try await other.sweep()
    try await call(journey.connector, times: 2)
    try await journey.connector.sweep()
    #expect(try counts() == ["3", "5"])
    journey.clock.advance(seconds: 61)
    try await journey.connector.sweep()
    try await other.sweep()
    #expect(try counts() == ["3", "5", "2"])
  }

  @Test("a clock that was set back keeps none from being recorded")
  func clockSetBack() async throws {
    try await call(journey.connector, times: 1)
    try await journey.connector.sweep()
    journey.clock.advance(seconds: -7200)
    try await call(other, times: 2)
    try await other.sweep()
    #expect(try counts() == ["1", "2"])
  }
}
