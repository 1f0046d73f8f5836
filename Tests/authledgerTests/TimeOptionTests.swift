import Foundation
import TestSupport
import Testing

/// How the options for times reach the questions.
@Suite struct TimeOptionTests {
  private let folder: TemporaryFolder
  private let program: Program

  init() async throws {
    folder = try TemporaryFolder()
    program = Program(environment: ["AUTHLEDGER_HOME": folder.file("ledger")])
    #expect(try await program.run(["init"]).code == 0)
    let settings = #"{"transfers":["customers"],"enabled":false}"#
    let times = [
      "first": "2026-07-02T21:59:59Z", "second": "2026-07-03T00:00:00+02:00",
      "third": "2026-07-03T00:00:00Z",
    ]
    for (company, time) in times.sorted(by: { $0.key < $1.key }) {
      let recorded = try await program.run([
        "record", company, "configured", "--data", settings, "--time", time,
      ])
      #expect(recorded.code == 0, "\(recorded.error)")
    }
  }

  private func positions(_ options: [String], zone: String? = nil) async throws -> [String] {
    var program = program
    if let zone {
      program = Program(environment: [
        "AUTHLEDGER_HOME": folder.file("ledger"), "AUTHLEDGER_TIME_ZONE": zone,
      ])
    }
    let outcome = try await program.run(["history", "--format", "csv"] + options)
    #expect(outcome.code == 0, "\(outcome.error)")
    return outcome.output.split(separator: "\n").dropFirst().map {
      String($0.prefix { $0 != "," })
    }
  }

  @Test("a date is in UTC, in the option's zone, or in the environment's")
  func zones() async throws {
    #expect(try await positions(["--since", "2026-07-03"]) == ["3"])
    let option = ["--time-zone", "Europe/Stockholm"]
    #expect(try await positions(["--since", "2026-07-03"] + option) == ["2", "3"])
    #expect(
      try await positions(["--since", "2026-07-03"], zone: "Europe/Stockholm") == ["2", "3"])
    #expect(
      try await positions(["--since", "2026-07-03", "--time-zone", "UTC"], zone: "Asia/Tokyo")
        == ["3"])
    #expect(try await positions(["--until", "2026-07-03"] + option) == ["1"])
    #expect(try await positions(["--at", "2026-07-03 00:00"] + option) == ["1", "2"])
    #expect(try await positions(["--at", "#1"] + option) == ["1"])
  }

  @Test("times before now are counted from the clock")
  func relative() async throws {
    #expect(try await positions(["--since", "50000w"]) == ["1", "2", "3"])
    #expect(try await positions(["--until", "50000w"]) == [])
  }

  @Test("a zone that is none is told, also where the environment names it")
  func unknownZone() async throws {
    let option = try await program.run(["status", "--time-zone", "Mars"])
    #expect(option.code == 64)
    #expect(option.error.contains("Mars") && option.error.contains("Europe/Stockholm"))
    let environment = try await Program(environment: [
      "AUTHLEDGER_HOME": folder.file("ledger"), "AUTHLEDGER_TIME_ZONE": "Mars",
    ]).run(["status"])
    #expect(environment.code == 64)
    #expect(environment.error.contains("AUTHLEDGER_TIME_ZONE is “Mars”"))
  }

  @Test("a record's time is not relative", arguments: ["24h", "yesterday", "2026-11-03"])
  func record(time: String) async throws {
    let refused = try await program.run([
      "record", "acme", "configured", "--data", #"{"transfers":[],"enabled":false}"#, "--time",
      time,
    ])
    #expect(refused.code == 64)
    #expect(refused.error.contains("2026-11-03T09:00:00+01:00"))
  }

  @Test("replay shows times in the zone asked for, and its heading says which")
  func replay() async throws {
    let shown = try await program.run([
      "replay", "third", "--time-zone", "Europe/Stockholm", "--format", "table", "--language", "en",
    ]).output
    #expect(shown.contains("TIME (Europe/Stockholm)") && shown.contains("2026-07-03 02:00:00"))
  }
}
