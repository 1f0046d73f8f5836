import EventLog
import Evidence
import Foundation
import TestSupport
import Testing

/// An auditor may be given a directory that only its owner writes to.
@Suite struct ReadOnlyDirectoryTests {
  private let folder: TemporaryFolder
  private let program = Program()
  private var directory: String { folder.file("ledger") }

  init() async throws {
    folder = try TemporaryFolder()
    #expect(try await program.run(["demo", "--ledger", directory]).code == 0)
    try show()
  }

  /// Shows everybody everything but the keys.
  private func show() throws {
    chmod(folder.path, 0o755)
    for name in try FileManager.default.contentsOfDirectory(atPath: directory) {
      chmod("\(directory)/\(name)", name == "keys" ? 0o700 : 0o644)
    }
    chmod(directory, 0o555)
  }

  private func run(_ arguments: String...) async throws -> Program.Outcome {
    try await program.runAsStranger(arguments + ["--ledger", directory])
  }

  @Test("nobody has it open: everything that is read is there, and nothing is left behind")
  func closed() async throws {
    defer { chmod(directory, 0o755) }
    let commands = [["verify"], ["failures"], ["history"], ["replay", "--check"], ["doctor"]]
    chmod(directory, 0o755)
    var own: [Program.Outcome] = []
    for command in commands {
      own.append(try await program.run(command + ["--ledger", directory]))
    }
    // Who writes last takes the WAL away, which readers leave.
    try Ledger.open(directory, for: .writing).close()
    try show()
    let before = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
    #expect(!before.contains("ledger.sqlite-wal"), "somebody has it open")
    for (command, own) in zip(commands, own) {
      let other = try await program.runAsStranger(command + ["--ledger", directory])
      #expect(other.code == own.code && other.error == own.error, "\(command) \(other)")
      // What the keys prove is not seen without them.
      if command != ["verify"], command != ["doctor"] {
        #expect(other.output == own.output, "\(command)")
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory).sorted() == before)
  }

  @Test("somebody has it open for writing: what was appended last is read too")
  func open() async throws {
    defer { chmod(directory, 0o755) }
    chmod(directory, 0o755)
    let writer = try Ledger.open(directory, for: .writing)
    _ = try writer.append([.settings(5)], to: .beta)
    try show()
    let history = try await run("history", "beta", "--format", "jsonl")
    #expect(history.code == 0 && history.output.split(separator: "\n").count == 1, "\(history)")
    #expect(try await run("verify").code == 0)
    try writer.close()
  }

  @Test("a WAL that nobody has the index of is not passed over")
  func leftWAL() async throws {
    defer { chmod(directory, 0o755) }
    chmod(directory, 0o755)
    let writer = try Ledger.open(directory, for: .writing)
    _ = try writer.append([.settings(5)], to: .beta)
    let copy = folder.file("copy")
    try FileManager.default.copyItem(atPath: directory, toPath: copy)
    try FileManager.default.removeItem(atPath: copy + "/ledger.sqlite-shm")
    try writer.close()
    for name in try FileManager.default.contentsOfDirectory(atPath: copy) where name != "keys" {
      chmod("\(copy)/\(name)", 0o644)
    }
    chmod(copy, 0o555)
    defer { chmod(copy, 0o755) }
    let outcome = try await program.runAsStranger(["verify", "--ledger", copy])
    #expect(outcome.code == 74 && outcome.error.contains("permissions"), "\(outcome)")
  }
}
