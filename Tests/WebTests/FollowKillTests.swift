import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

/// Followers and leaders that are killed at any moment, and disks without room.
struct FollowKill {
  /// Kills both sides again and again while the copy grows, and expects a whole copy at the end.
  static func run(trials: Int, seed: UInt64) async throws {
    let product = try await Product()
    let follow = try Follow()
    try fill(product.directory)
    let key = try Follow.key(of: product.directory)
    var random = SplitMix(seed: seed)
    var last: Int64 = 0
    for trial in 0..<trials {
      let process = try follow.start(product.url, key: key, ["--page-size", "4"])
      // Not before it has taken something, however busy the machine is.
      try await eventually(otherwise: "nothing was taken") { try follow.count() > last }
      try await Task.sleep(for: .milliseconds(Int.random(in: 0...150, using: &random)))
      if trial % 3 == 2 { try await product.kill() }
      process.send(SIGKILL)
      #expect(try await process.ended().isKilled)
      try more(product.directory, trial)
      let count = try follow.count()
      #expect(count > last, "nothing was taken, or a record that was here is gone")
      last = count
      if count > 0 {
        let report = try Ledger.open(follow.directory, for: .reading).verify()
        #expect(report.agrees, "trial \(trial): \(report.findings)")
      }
      if trial % 3 == 2 { try await product.start() }
    }
    let outcome = try await follow.once(product.url, key: key)
    #expect(outcome.code == 0, "\(outcome.error)")
    try follow.expectCopy(of: product.directory)
  }

  /// Records and signs a little more, so that there is always something to copy.
  private static func more(_ directory: String, _ trial: Int) throws {
    let ledger = try Ledger.open(directory, for: .writing)
    try ledger.append([.settings(trial % 2 + 1)], to: .acme)
    try ledger.publish()
    try ledger.close()
  }

  /// Made-up histories in several publications.
  static func fill(_ directory: String) throws {
    let ledger = try Ledger.open(directory, for: .writing)
    let lines = madeUpLines(1500).split(separator: 0x0a)
    for piece in stride(from: 0, to: lines.count, by: 100) {
      let part = lines[piece..<min(piece + 100, lines.count)].flatMap { $0 + [0x0a] }
      _ = try ledger.importLines(from: ImportSource(part, name: "part"), by: .operator)
      try ledger.publish()
    }
    try ledger.close()
  }
}

@Suite struct FollowDiskTests {
  @Test("a disk without room is told, nothing is half taken, and it goes on when there is room")
  func full() async throws {
    let product = try await Product()
    let follow = try Follow()
    try FollowKill.fill(product.directory)
    let key = try Follow.key(of: product.directory)
    // A file that may grow no more is refused as on a full disk (setrlimit(2)).
    let limited = try await ChildProcess(
      URL(filePath: "/bin/sh"),
      [
        "-c", #"trap '' XFSZ; ulimit -f 1200; exec "$@""#, "sh",
        Program.product("authledger-connect").path, "follow", product.url, "--ledger",
        follow.directory, "--key", key, "--once", "--retry-time", "20", "--page-size", "100",
      ], environment: ["PATH": "/usr/bin:/bin", "AUTHLEDGER_ACCESS_KEY": Follow.accessKey]
    ).endedInTime()
    #expect(limited.code == 74, "\(limited.error)")
    #expect(limited.error.contains("ledger.sqlite cannot be used"), "\(limited.error)")
    let count = try follow.count()
    #expect((1..<1500).contains(count))
    #expect(try Ledger.open(follow.directory, for: .reading).verify().agrees)
    let outcome = try await follow.once(product.url)
    #expect(outcome.code == 0, "\(outcome.error)")
    try follow.expectCopy(of: product.directory)
  }
}

@Suite struct FollowKillLongTests {
  @Test("a follower and a leader that are killed at any moment go on where they were")
  func killed() async throws {
    // Each starts a process that reaches for a network, which takes four times as long as the others.
    try await FollowKill.run(trials: max(4, Trials.kills.count / 4), seed: Trials.seed(1))
  }
}
