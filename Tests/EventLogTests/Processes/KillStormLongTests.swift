import EventLog
import Evidence
import Foundation
import TestSupport
import Testing

/// Processes that write at the same time and are killed, over and over.
@Suite struct KillStormLongTests {
  @Test("killed at any moment: what was acknowledged is there, and nothing is torn")
  func killed() async throws {
    let probes = try WritingProbes()
    var random = Trials.kills.random(seed: 51)
    let rounds = Trials.kills.count
    var known: [String] = []
    for round in 1...rounds {
      let writers = try [("acme", 200), ("acme", 200), ("c-\(round % 5)", 200)].map {
        try probes.start($0.0, $0.1)
      }
      // Amid their start, or amid appends, however long a start takes on this machine.
      if round % 4 != 0 {
        try await eventually(otherwise: "nothing was appended") {
          try writers.contains { try $0.output.contains("\n") }
        }
      }
      let moment = Int.random(in: 0...60_000, using: &random)
      try await Task.sleep(for: .microseconds(moment))
      for process in writers { process.send(SIGKILL) }
      for process in writers {
        known += probes.acknowledged(try await process.ended())
      }
      if round % 10 == 0 || round == rounds {
        let stored = try probes.stored()
        #expect(known.allSatisfy(stored.contains))
        let report = try Ledger.open(probes.directory, for: .writing).verify(deep: true)
        #expect(report.agrees, "\(report.findings)")
        #expect(report.records == Int64(stored.count))
      }
    }
    #expect(Set(known).count == known.count)
  }
}
