import Foundation
import Integrations
import TestSupport
import Testing

@testable import EventLog

/// Rows of `integration_status` that somebody changed: told or refused, and never the end of a process.
@Suite struct HostileStateLongTests {
  @Test("6: no mutated state row ends the process, whatever is asked of it")
  func mutated() async throws {
    let folder = try TemporaryFolder()
    let ledger = try Ledger.ofFixtures(folder.file("ledger"))
    let rows = try await SQLiteShell.run(
      "SELECT provider, hex(state) FROM integration_status", on: ledger.directory + "/ledger.sqlite"
    ).split(separator: "\n").compactMap { line -> (Provider, [UInt8])? in
      let parts = line.split(separator: "|")
      guard let provider = Provider(rawValue: String(parts[0])) else { return nil }
      let digits = Array(parts[1])
      return (
        provider,
        stride(from: 0, to: digits.count, by: 2).compactMap {
          UInt8(String(digits[$0...($0 + 1)]), radix: 16)
        }
      )
    }
    let times = [
      "0001-01-01T00:00:00.000Z", "2026-11-24T00:00:00.000Z", "9999-12-31T23:59:59.999Z",
    ]
    .compactMap { Timestamp($0) }
    var random = Trials.inputs.random(seed: 6)
    var read = 0
    for _ in 0..<Trials.inputs.count {
      let (provider, bytes) = rows[Int.random(in: rows.indices, using: &random)]
      var changed = bytes
      for _ in 0...Int.random(in: 0..<3, using: &random) {
        let place = Int.random(in: changed.indices, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: changed[place] = UInt8.random(in: 0...255, using: &random)
        case 1: changed[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2:
          changed.replaceSubrange(
            place...place, with: [UInt8](repeating: 0xff, count: 8) + [0x01])
        default:
          changed.replaceSubrange(
            place...place, with: [UInt8](repeating: 0xff, count: 9) + [0x01])
        }
      }
      guard
        let state = try? changed.withUnsafeBytes({ try StateReader.decode($0, of: provider) })
      else { continue }
      read += 1
      for time in times { ask(state, provider, time) }
    }
    #expect(read > Trials.inputs.count / 40)
  }

  /// What status, log, why and doctor ask of a state.
  private func ask(_ state: Integration, _ provider: Provider, _ time: Timestamp) {
    _ = state.verdict(at: time)
    _ = state.phase(at: time)
    _ = state.deadline
    _ = state.warnings(at: time)
    _ = state.citations(at: time)
    _ = Explanation(of: state, company: .acme, provider: provider, at: time, cited: [])
    _ = LogLine.computed(state, at: time, .moment)
    _ = StateWriter.encode(state)
    var state = state
    let decided = try? state.decide(Command.settings(3).action, at: time)
    for decision in decided ?? [] {
      state.evolve(decision.action, cited: Citation(sequence: SequenceNumber(7), time: time))
    }
  }
}
