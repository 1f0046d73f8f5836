import EventLog
import Foundation
import Integrations
import TestSupport
import Testing
import Vault

@testable import Connector

/// Another process holds what is needed: the answer is busy, and the same callback may come again.
@Suite struct BusyTests {
  private let journey: Journey
  private let departure: Departure

  init() async throws {
    // A process that another test starts holds our locks until it runs its program.
    journey = try Journey(patienceSeconds: 1)
    try journey.configure()
    departure = try await journey.start()
  }

  private var directory: String { journey.folder.file("ledger") }

  /// Nothing happened, and afterwards everything can.
  private func succeeds(after release: () async throws -> Void) async throws {
    #expect(try journey.story().last == "authorizeStarted", "nothing of the state is spent")
    #expect(journey.fortnox.count("exchange") == 0)
    try await release()
    #expect(try await journey.callback(departure) == .known(.acme, departure.attempt, .accepted))
    try await journey.connector.drain()
    #expect(try journey.story().last == "approved(consent)")
    #expect(journey.fortnox.count("exchange") == 1)
  }

  @Test("while the ledger's lock is held, a callback with a code and one with an error")
  func ledger() async throws {
    let held = try HeldLock(directory)
    for fields in [[("code", "canary-code")], [("error", "access_denied")], []] {
      let error = await #expect(throws: LedgerError.self) {
        _ = try await journey.callback(departure, fields)
      }
      guard case .busy = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
    try await succeeds { held.release() }
  }

  @Test("while the vault is held")
  func vault() async throws {
    let held = try await HeldDatabase(directory + "/vault.sqlite")
    await #expect(throws: VaultError.busy(file: directory + "/vault.sqlite")) {
      _ = try await journey.callback(departure)
    }
    try await succeeds { try await held.release() }
  }

  @Test("while somebody is at work on the same integration")
  func lock() async throws {
    let other = try journey.another()
    let lock = try #require(try await other.locks.take(.acme, .fortnox))
    await #expect(throws: ConnectorError.busy(.acme)) { _ = try await journey.callback(departure) }
    await #expect(throws: ConnectorError.busy(.acme)) {
      try await journey.connector.recheck(.acme, .fortnox, by: .administrator)
    }
    #expect(try journey.story().last == "authorizeStarted")
    withExtendedLifetime(lock) {}
  }

  @Test("a lock that is held while the tokens come loses nothing: the sweep records them")
  func tokens() async throws {
    journey.fortnox.next("exchange", .pause)
    _ = try await journey.callback(departure)
    let held = try HeldLock(directory)
    journey.fortnox.goOn()
    await journey.connector.background.drain()
    #expect(try journey.story().last == "callback(accepted)")
    #expect(try journey.vault.companies(.pending).count == 1)
    held.release()
    #expect(try await journey.connector.sweep().healed == 1)
    #expect(try journey.story().last == "approved(consent)")
    #expect(journey.fortnox.count("exchange") == 1, "a code is sent once")
  }

  @Test("a start that cannot be recorded leaves no open attempt behind")
  func start() async throws {
    let held = try HeldLock(directory)
    await #expect(throws: LedgerError.self) { _ = try await journey.start() }
    held.release()
    #expect(try journey.vault.openAttempts().map(\.attempt) == [departure.attempt])
    #expect(try await journey.callback(departure) == .known(.acme, departure.attempt, .accepted))
    try await journey.connector.drain()
  }

  @Test("of twenty refusals at once with one state one counts, and the state stays used")
  func refusals() async throws {
    let patient = try Journey()
    try patient.configure()
    let departure = try await patient.start()
    let verdicts = try await withThrowingTaskGroup(of: CallbackOutcome.self) { group in
      for _ in 0..<20 {
        group.addTask { try await patient.callback(departure, [("error", "access_denied")]) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let accepted = CallbackOutcome.known(.acme, departure.attempt, .accepted)
    #expect(verdicts.filter { $0 == accepted }.count == 1)
    #expect(
      try await patient.callback(departure) == .known(.acme, departure.attempt, .alreadyUsed))
    #expect(patient.fortnox.count("exchange") == 0)
    #expect(try patient.story().filter { $0 == "failed(callback, declined)" }.count == 1)
  }
}
