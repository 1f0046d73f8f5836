import Fixtures
import Integrations
import TestSupport
import Testing

@testable import EventLog
@testable import Evidence

/// The states that `integration_status` holds.
@Suite struct StateCodingTests {
  private let states: [Integration]

  init() throws {
    let folder = try TemporaryFolder()
    let ledger = try Ledger.ofFixtures(folder.file("ledger"))
    var states: [Integration] = []
    for provider in Provider.allCases {
      try ledger.replay(nil, provider) { step in
        states.append(step.after)
        return true
      }
    }
    self.states = states
  }

  private func decode(_ bytes: [UInt8], _ provider: Provider) throws -> Integration {
    try bytes.withUnsafeBytes { try StateReader.decode($0, of: provider) }
  }

  @Test("every state of every sample history is read as it was written")
  func roundTrip() throws {
    #expect(states.count > 200)
    #expect(states.contains { !$0.findings.isEmpty } && states.contains { $0.remembered != nil })
    for state in states {
      #expect(try decode(StateWriter.encode(state), state.provider) == state)
    }
  }

  @Test("what an integration in order needs stays small, and no words of the provider are kept")
  func size() {
    let healthy = states.filter { $0.grant?.refreshed != nil && $0.findings.isEmpty }
    #expect(!healthy.isEmpty)
    for state in healthy { #expect(StateWriter.encode(state).count < 260) }
    for state in states {
      let text = String(decoding: StateWriter.encode(state), as: UTF8.self)
      #expect(!text.contains("behörighet") && !text.contains("invalid_"))
    }
  }

  @Test("a damaged row is refused or read, and what is read can be asked anything")
  func damage() throws {
    var random = SplitMix(seed: 7)
    for state in states {
      var bytes = StateWriter.encode(state)
      for _ in 0..<20 {
        let place = Int.random(in: bytes.indices, using: &random)
        let old = bytes[place]
        bytes[place] = .random(in: 0...255, using: &random)
        if let read = try? decode(bytes, state.provider) {
          let now = Timestamp(milliseconds: 1_793_696_582_345)
          _ = read.verdict(at: now)
          _ = read.warnings(at: now)
          _ = StateWriter.encode(read)
        }
        bytes[place] = old
      }
      #expect(throws: StateReader.Broken.self) {
        try decode(bytes.dropLast(), state.provider)
      }
    }
  }
}
