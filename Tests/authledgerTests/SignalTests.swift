import Foundation
import TestSupport
import Testing

/// Ctrl-C, SIGTERM and kill -9: what is left behind, and who removes it.
@Suite(.timeLimit(.minutes(20))) struct SignalTests {
  private let folder: TemporaryFolder
  private let ledger: String

  init() async throws {
    folder = try TemporaryFolder()
    ledger = folder.file("place/ledger")
    #expect(try await Program().run(["init", "--ledger", ledger]).code == 0)
  }

  /// Every working file anywhere below the folder.
  private func working() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { $0.contains(".authledger-") }.sorted()
  }

  /// Starts a command, waits until it has made a working file, and sends the signal.
  private func interrupt(
    _ arguments: [String], with signal: Int32, input: String? = nil
  ) async throws {
    let process = try ChildProcess(
      Program.product("authledger"), arguments, input: .open)
    // It waits for the rest of its input, or is long at work.
    if let input { try process.write(input) }
    while try working().isEmpty, process.isRunning {
      try await Task.sleep(for: .milliseconds(2))
    }
    #expect(process.isRunning, "\(arguments) ended before it was interrupted")
    process.send(signal)
    let outcome = try await process.ended()
    #expect(outcome.isKilled && outcome.code == signal)
  }

  private static let line =
    #"{"action":"configured","company":"acme","data":{"enabled":false,"transfers":[]}}"# + "\n"

  @Test(
    "an import that is told to end leaves nothing, and one that is killed until the next writer",
    arguments: [SIGINT, SIGTERM, SIGHUP, SIGKILL])
  func input(signal: Int32) async throws {
    try await interrupt(["import", "-", "--ledger", ledger], with: signal, input: Self.line)
    #expect(try working().count == (signal == SIGKILL ? 1 : 0))
    let status = try await Program().run([
      "record", "beta", "configured", "--ledger", ledger, "--data",
      #"{"enabled":false,"transfers":[]}"#,
    ])
    #expect(status.code == 0, "\(status)")
    #expect(try working().isEmpty)
    #expect(try await Program().run(["verify", "--ledger", ledger]).code == 0)
  }

  @Test(
    "a ledger that is being built goes with its maker, or with the next one",
    arguments: [SIGTERM, SIGKILL])
  func building(signal: Int32) async throws {
    let new = folder.file("place/new")
    try await interrupt(["demo", "--events", "400000", "--ledger", new], with: signal)
    #expect(!FileManager.default.fileExists(atPath: new))
    #expect(try working().isEmpty == (signal != SIGKILL))
    #expect(try await Program().run(["demo", "--ledger", new]).code == 0)
    #expect(try working().isEmpty)
  }

  @Test("a working file whose maker lives is left alone, and so is what only looks like one")
  func living() async throws {
    let held = folder.file("place/ledger/.authledger-scratch-1-1")
    let descriptor = open(held, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    #expect(flock(descriptor, LOCK_EX) == 0)
    let precious = folder.file("precious")
    try Data("kept".utf8).write(to: URL(filePath: precious))
    // A note that tells of something that is no working file, and a link.
    try Data(precious.utf8).write(to: URL(filePath: ledger + "/.authledger-note-1-2"))
    try FileManager.default.createSymbolicLink(
      atPath: ledger + "/.authledger-scratch-1-3", withDestinationPath: precious)
    let data = #"{"enabled":false,"transfers":[]}"#
    let record = ["record", "beta", "configured", "--ledger", ledger, "--data", data]
    #expect(try await Program().run(record).code == 0)
    #expect(FileManager.default.fileExists(atPath: held))
    #expect(try Data(contentsOf: URL(filePath: precious)) == Data("kept".utf8))
    close(descriptor)
    #expect(try await Program().run(record).code == 0)
    #expect(!FileManager.default.fileExists(atPath: held))
  }
}
