import Foundation
import TestSupport
import Testing

/// What real shells offer by the scripts that `make install` installs.
@Suite(.timeLimit(.minutes(20))) struct CompletionTests {
  private let folder: TemporaryFolder
  private let ledger: String

  init() async throws {
    folder = try TemporaryFolder()
    ledger = folder.file("ledger")
    let demo = try await Program().run(
      Program.product("authledger"), ["demo", "--ledger", ledger])
    #expect(demo.code == 0, "\(demo.error)")
  }

  /// The names of what drives each shell.
  private static let drivers = [
    "bash": ["/usr/bin/bash", "complete.bash"], "zsh": ["/usr/bin/zsh", "complete.zsh"],
    "fish": ["/usr/bin/python3", "complete_fish.py"],
  ]

  /// What a shell answers for a line: in bash all that it offers, in others the line after a press of Tab.
  private func ask(
    _ shell: String, _ line: String, _ program: String = "authledger"
  ) async throws -> [String] {
    let script = folder.file("\(shell)/_\(program)")
    try FileManager.default.createDirectory(
      atPath: folder.file(shell), withIntermediateDirectories: true)
    let printed = try await Program().run(
      Program.product(program), ["--generate-completion-script", shell])
    try Data(printed.output.utf8).write(to: URL(filePath: script))
    let built = try Program.product("authledger").deletingLastPathComponent().path
    let driver = try #require(Self.drivers[shell])
    let place = Golden.root.appending(path: "Tests/authledgerTests/shells/\(driver[1])").path
    let process = try ChildProcess(
      URL(filePath: driver[0]), [place, script, program, line],
      environment: [
        "PATH": "\(built):/usr/bin:/bin", "HOME": folder.path, "TERM": "xterm",
        "AUTHLEDGER_HOME": ledger, "PYTHONDONTWRITEBYTECODE": "1",
      ])
    let outcome = try await process.ended()
    #expect(outcome.code == 0, "\(shell): \(line): \(outcome.error)")
    return outcome.output.split(separator: "\n").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
  }

  @Test("bash offers commands")
  func commands() async throws {
    #expect(try await ask("bash", "authledger sta") == ["status"])
    #expect(Set(try await ask("bash", "authledger re")) == ["record", "replay", "restore"])
    let connect = try await ask("bash", "authledger-connect re", "authledger-connect")
    #expect(Set(connect) == ["recheck", "remove"])
    let keys = try await ask("bash", "authledger-connect keys re", "authledger-connect")
    #expect(keys == ["revoke"])
    let scopes = try await ask(
      "bash", "authledger-connect keys create --scopes ev", "authledger-connect")
    #expect(scopes == ["evidence:read"])
  }

  @Test("bash offers options, and the words that one takes")
  func options() async throws {
    #expect(try await ask("bash", "authledger history --reve") == ["--reverse"])
    #expect(Set(try await ask("bash", "authledger status --format js")) == ["json", "jsonl"])
    #expect(try await ask("bash", "authledger log acme --language s") == ["sv"])
  }

  @Test("bash offers actions")
  func actions() async throws {
    #expect(try await ask("bash", "authledger record acme conf") == ["configured"])
    #expect(try await ask("bash", "authledger history --type perm") == ["permissionDenied"])
  }

  @Test("bash offers companies of the ledger that the line names, or of the environment's")
  func companies() async throws {
    let all = try await Program().run(
      Program.product("authledger"), ["status", "--ledger", ledger, "--format", "csv"]
    ).output.split(separator: "\n").dropFirst().compactMap { $0.split(separator: ",").first }
    let known = Set(all.map(String.init))
    #expect(known.count > 3)
    #expect(Set(try await ask("bash", "authledger why ")).isSuperset(of: known))
    #expect(try await ask("bash", "authledger why acm") == ["acme"])
    #expect(try await ask("bash", "authledger-connect token acm", "authledger-connect") == ["acme"])
    // Another ledger, which has none, and a directory that is no ledger.
    let other = folder.file("other")
    _ = try await Program().run(Program.product("authledger"), ["init", "--ledger", other])
    for ledger in [other, folder.file("none")] {
      #expect(try await ask("bash", "authledger why --ledger \(ledger) acm").isEmpty)
      #expect(try await ask("bash", "authledger why --ledger=\(ledger) acm").isEmpty)
    }
    #expect(!FileManager.default.fileExists(atPath: folder.file("none")))
  }

  @Test("a press of Tab in an interactive shell", arguments: ["zsh", "fish"])
  func tab(shell: String) async throws {
    for (line, completed) in [
      ("authledger sta", "authledger status"), ("authledger why acm", "authledger why acme"),
      ("authledger record acme conf", "authledger record acme configured"),
      ("authledger log acme --language s", "authledger log acme --language sv"),
      ("authledger history --reve", "authledger history --reverse"),
    ] {
      #expect(try await ask(shell, line) == [completed])
    }
    let connect = try await ask(shell, "authledger-connect token acm", "authledger-connect")
    #expect(connect == ["authledger-connect token acme"])
  }

  @Test("no more companies than a person can look at")
  func bounded() async throws {
    let many = folder.file("many")
    let made = try await Program().run(
      Program.product("authledger"), ["demo", "--events", "3000", "--ledger", many])
    #expect(made.code == 0, "\(made.error)")
    let offered = try await ask("bash", "authledger why --ledger \(many) ")
    #expect(offered.count == 200)
  }
}
