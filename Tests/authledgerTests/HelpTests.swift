import Foundation
import TestSupport
import Testing

/// The help of every command, as it is printed.
@Suite struct HelpTests {
  /// A command of one of the programs, as the program itself tells of it.
  struct Command: Sendable, CustomTestStringConvertible {
    var program: String
    var words: [String]

    var testDescription: String { ([program] + words).joined(separator: " ") }

    /// The file that says what its help must be.
    var golden: String {
      let folder = program == "authledger" ? "help" : "help-connect"
      return folder + "/" + (words.isEmpty ? program : words.joined(separator: "-")) + ".txt"
    }
  }

  /// What `--experimental-dump-help` prints of a command.
  private struct Dump: Decodable {
    struct Node: Decodable {
      var commandName: String
      var subcommands: [Node]?
    }

    var command: Node
  }

  private static let programs = ["authledger", "authledger-connect"]
  private static let golden = Golden(Golden.root.appending(path: "Tests/authledgerTests/golden"))

  /// Every command of both programs, but for `help`, which is the argument parser's.
  private static func commands() async throws -> [Command] {
    var all: [Command] = []
    for program in programs {
      let outcome = try await run(program, ["--experimental-dump-help"])
      let dump = try JSONDecoder().decode(Dump.self, from: Data(outcome.output.utf8))
      all += commands(dump.command, program, [])
    }
    return all
  }

  private static func commands(
    _ node: Dump.Node, _ program: String, _ words: [String]
  ) -> [Command] {
    let inner = (node.subcommands ?? []).filter { $0.commandName != "help" }
    return [Command(program: program, words: words)]
      + inner.flatMap { commands($0, program, words + [$0.commandName]) }
  }

  private static func run(_ program: String, _ words: [String]) async throws -> Program.Outcome {
    let outcome = try await Program().run(Program.product(program), words)
    #expect(outcome.code == 0 && outcome.error.isEmpty, "\(program) \(words): \(outcome.error)")
    return outcome
  }

  @Test("the programs tell of their commands, also of those in a command")
  func told() async throws {
    let told = try await Self.commands().map(\.testDescription)
    #expect(told.contains("authledger people show") && told.contains("authledger-connect serve"))
    #expect(told.count > 30 && Set(told).count == told.count, "\(told)")
  }

  @Test("the help of every command is what it was")
  func help() async throws {
    for command in try await Self.commands() {
      let outcome = try await Self.run(command.program, command.words + ["--help"])
      try Self.golden.expect(outcome.output, command.golden)
    }
  }

  @Test("`help COMMAND` says what `COMMAND --help` does")
  func topic() async throws {
    for command in try await Self.commands() {
      let said = try await Self.run(command.program, command.words + ["--help"]).output
      let help = try await Self.run(command.program, ["help"] + command.words).output
      #expect(
        help.trimmingCharacters(in: .newlines) == said.trimmingCharacters(in: .newlines),
        "\(command.testDescription)")
    }
  }

  @Test("no golden file is left of a command that is gone")
  func none() async throws {
    let files = try ["help", "help-connect"].flatMap { folder in
      try FileManager.default.contentsOfDirectory(
        atPath: Golden.root.appending(path: "Tests/authledgerTests/golden/\(folder)").path
      ).map { folder + "/" + $0 }
    }
    #expect(Set(files) == Set(try await Self.commands().map(\.golden)))
  }

  @Test("the help of a program names every command that there is", arguments: programs)
  func complete(_ program: String) async throws {
    let help = try await Self.run(program, ["--help"]).output
    let commands = try await Self.commands().filter { $0.program == program && $0.words.count == 1 }
    for word in commands.flatMap(\.words) { #expect(help.contains("\n  \(word) "), "\(word)") }
  }

  @Test("shells can complete commands and options", arguments: ["bash", "zsh", "fish"])
  func completions(_ shell: String) async throws {
    for (program, words) in [
      ("authledger", ["history", "follow", "credentialsRemoved", "fortnox-payments"]),
      ("authledger-connect", ["rotate-key", "public-url", "ticket"]),
    ] {
      let script = try await Self.run(program, ["--generate-completion-script", shell]).output
      for word in words {
        #expect(script.contains(word), "\(program) in \(shell) does not know \(word)")
      }
    }
  }
}
