import Foundation
import TestSupport
import Testing

/// The help of every command, as it is printed.
@Suite struct HelpTests {
  private static let commands = [
    "", "init", "demo", "record", "import", "status", "log", "history", "why", "failures",
    "replay", "verify", "checkpoint", "prove", "export", "backup", "doctor",
  ]

  @Test(arguments: commands)
  func help(_ command: String) throws {
    let outcome = try Program().run(command.isEmpty ? ["--help"] : [command, "--help"])
    #expect(outcome.code == 0)
    let golden = Golden(Golden.root.appending(path: "Tests/authledgerTests/golden/help"))
    try golden.expect(outcome.output, (command.isEmpty ? "authledger" : command) + ".txt")
  }

  @Test("the help names every command that there is")
  func complete() throws {
    let help = try Program().run(["--help"]).output
    for command in Self.commands where !command.isEmpty {
      #expect(help.contains("\n  \(command) "), "\(command)")
    }
  }

  @Test("shells can complete commands and options", arguments: ["bash", "zsh", "fish"])
  func completions(_ shell: String) throws {
    let outcome = try Program().run(["--generate-completion-script", shell])
    #expect(outcome.code == 0)
    for word in ["history", "follow", "credentialsRemoved", "fortnox-payments"] {
      #expect(outcome.output.contains(word), "\(shell) does not know \(word)")
    }
  }
}
