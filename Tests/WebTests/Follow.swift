import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

/// The follow command as a process, and what it copies from.
struct Follow {
  let folder: TemporaryFolder
  /// The directory of the copy.
  let directory: String

  init(_ name: String = "copy") throws {
    folder = try TemporaryFolder()
    directory = folder.file(name)
  }

  /// A key of a form that access keys have, which a server's service key may be.
  static let accessKey = Product.serviceKey

  /// The public key of a leader's root.
  static func key(of directory: String) throws -> String {
    let ledger = try Ledger.open(directory, for: .reading)
    return "\(try ledger.keyHistory(of: ledger.rootOrigin()).signing[0])"
  }

  private func arguments(_ url: String, _ key: String?, _ more: [String]) -> [String] {
    ["follow", url, "--ledger", directory, "--retry-time", "20"]
      + (key.map { ["--key", $0] } ?? []) + more
  }

  private static let environment = ["AUTHLEDGER_ACCESS_KEY": accessKey, "PATH": "/usr/bin:/bin"]

  /// Copies what is there, and ends.
  func once(
    _ url: String, key: String? = nil, _ more: [String] = []
  ) async throws -> ChildProcess.Outcome {
    try await ChildProcess(
      Program.product("authledger-connect"), arguments(url, key, ["--once"] + more),
      environment: Self.environment
    ).endedInTime()
  }

  /// Goes on until it is ended.
  func start(_ url: String, key: String? = nil, _ more: [String] = []) throws -> ChildProcess {
    try ChildProcess(
      Program.product("authledger-connect"), arguments(url, key, more),
      environment: Self.environment)
  }

  /// Runs a command of the ledger's program on the copy.
  func run(_ arguments: [String]) async throws -> ChildProcess.Outcome {
    try await Program().run(arguments + ["--ledger", directory])
  }

  /// How many records are here.
  func count() throws -> Int64 {
    guard FileManager.default.fileExists(atPath: directory + "/ledger.sqlite") else { return 0 }
    // While it is being made it is not a ledger yet.
    guard let ledger = try? Ledger.open(directory, for: .reading) else { return 0 }
    defer { try? ledger.close() }
    return try ledger.lastCursor().position.number
  }

  /// Waits until so many records are here.
  func wait(for count: Int64) async throws {
    try await eventually(otherwise: "there are \(try self.count()) records and not \(count)") {
      try self.count() >= count
    }
  }

  /// Expects that the copy holds what the leader holds, and agrees with itself and the leader's key.
  func expectCopy(
    of leader: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let (one, other) = (
      try Ledger.open(leader, for: .reading), try Ledger.open(directory, for: .reading)
    )
    let records = try one.records(RecordQuery()).map(\.bytes)
    #expect(
      try other.records(RecordQuery()).map(\.bytes) == records, sourceLocation: sourceLocation)
    let roots = try [one, other].map { String(describing: try $0.rootCheckpoint()) }
    #expect(roots[0] == roots[1], sourceLocation: sourceLocation)
    let report = try other.verify()
    #expect(report.agrees, "\(report.findings)", sourceLocation: sourceLocation)
    #expect(report.trust.source == .leader, sourceLocation: sourceLocation)
    #expect(report.records == Int64(records.count), sourceLocation: sourceLocation)
  }

  /// Records and signs at a leader, beside its server.
  static func publish(_ directory: String, rounds: ClosedRange<Int>) throws {
    let ledger = try Ledger.open(directory, for: .writing)
    for round in rounds { try ledger.publishRound(round) }
    try ledger.close()
  }
}
