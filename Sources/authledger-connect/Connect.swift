import ArgumentParser
import CProcess
import CommandKit
import Connector
import EventLog
import Evidence
import Foundation
import Integrations
import Vault

/// Serves the pages and talks to the providers.
@main
struct Connect: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "authledger-connect",
    abstract: "Lets companies connect a product and their accounting, and records every step.",
    discussion: """
      Try it, with an imitation of Fortnox:
        authledger-connect serve --sandbox --ledger /tmp/sandbox
        (then open http://127.0.0.1:8080)

      Run it against the real Fortnox:
        authledger init --ledger ledger
        FORTNOX_CLIENT_ID=... FORTNOX_CLIENT_SECRET=... \\
          authledger-connect serve --public-url https://connect.example.com

      Secrets come from the environment or from files of mode 0600, never from an argument:
        FORTNOX_CLIENT_ID, FORTNOX_CLIENT_SECRET    the app at Fortnox
        FORTNOX_PAYMENTS_CLIENT_ID, ..._SECRET      the app for payments, where there is one
        FIKEN_CLIENT_ID, FIKEN_CLIENT_SECRET        the app at Fiken
        FORTNOX_CLIENT_SECRET_FILE, ..._ID_FILE     a file of mode 0600 in place of the value
        $CREDENTIALS_DIRECTORY/FORTNOX_CLIENT_...   a credential of systemd's in place of both
        AUTHLEDGER_VAULT_KEY                        else keys/vault-key in the ledger
        AUTHLEDGER_SERVICE_KEY                      else keys/service-key in the ledger

      Exit codes:
         0  done
         1  there is no authorization that works (token, recheck, remove)
        64  wrong usage
        65  bad data, or refused by the rules
        66  no such ledger
        69  the provider gave no answer
        71  the system refuses what keeps memory from others
        74  input or output failed
        75  busy, try again
      """,
    version: "1.0.0 (SQLite \(Ledger.sqliteVersion))",
    subcommands: [
      Serve.self, LinkCommand.self, TokenCommand.self, RecheckCommand.self, RemoveCommand.self,
      CredentialsCommand.self, VisitsCommand.self, KeysCommand.self, SweepCommand.self,
      RotateKeyCommand.self, FollowCommand.self,
    ])

  static func main() async {
    let tree = CommandTree(Connect.self)
    let end = ProgramEnd(of: tree)
    guard authledger_forbid_dumps() == 0 else {
      end.stop(
        .system,
        Text(
          "The memory of this process cannot be kept from others; prctl is refused here.",
          "Denna process minne kan inte skyddas från andra; prctl avvisas här."))
    }
    var root: any ParsableCommand.Type = Connect.self
    var typed = [tree.name]
    do {
      if let folder = Manual.folder(in: Array(CommandLine.arguments.dropFirst())) {
        return try Manual.write(of: Connect.self, to: folder)
      }
      var arguments = try tree.arranged(Array(CommandLine.arguments.dropFirst()))
      typed += tree.path(of: arguments)
      if arguments.first == "help" {
        root = HelpCommand.self
        arguments.removeFirst()
      }
      var command = try root.parseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      end(error, in: root, typed: typed)
    }
  }
}

/// Prints the help of a command.
///
/// It stands in for the argument parser's own `help`, which takes every other word for none.
private struct HelpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "help", abstract: "Show the help of a command.")

  @Argument(help: "A command.")
  var words: [String] = []
  @OptionGroup var common: LedgerOptions

  func run() throws {
    let tree = CommandTree(Connect.self)
    guard let command = tree.command(at: words) else { throw tree.unknown(words) }
    Console.output(HelpText.of(command, in: Connect.self))
  }
}
