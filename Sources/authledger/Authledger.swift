import ArgumentParser
import CommandKit
import Encoding
import EventLog
import Evidence
import Foundation
import Integrations
import Transparency

@main
struct Authledger: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "authledger",
    abstract: "Remembers how every company's integration was authorized, and explains it.",
    discussion: """
      Try it:
        authledger demo --ledger /tmp/demo
        authledger why acme --ledger /tmp/demo

      `authledger help verdict GRANT_DEAD` tells what a verdict means and what to do about it, \
      `authledger help record configured` what the data of an action holds.

      A ledger is a directory, chosen by --ledger, else $AUTHLEDGER_HOME, else ./ledger. \
      Data goes to standard output, everything else to standard error.

      Exit codes:
         0  done; nothing is to be done (why)
         1  something does not agree (verify, replay --check, doctor), or somebody must act (why)
         2  cannot be told (why)
        64  wrong usage
        65  bad data, or refused by the rules
        66  no such ledger or company
        73  something is there already
        74  input or output failed
        75  busy, try again
      """,
    version: "1.0.0 (SQLite \(Ledger.sqliteVersion))",
    groupedSubcommands: [
      CommandGroup(
        name: "Asking",
        subcommands: [
          StatusCommand.self, LogCommand.self, HistoryCommand.self, WhyCommand.self,
          FailuresCommand.self, FindCommand.self,
        ]),
      CommandGroup(
        name: "Trusting",
        subcommands: [
          ReplayCommand.self, VerifyCommand.self, CheckpointCommand.self, ProveCommand.self,
          ExportCommand.self, PeopleCommand.self,
        ]),
      CommandGroup(name: "Recording", subcommands: [RecordCommand.self, ImportCommand.self]),
      CommandGroup(
        name: "Keeping",
        subcommands: [
          InitCommand.self, DemoCommand.self, BackupCommand.self, RestoreCommand.self,
          PromoteCommand.self, EraseCommand.self, DoctorCommand.self,
        ]),
    ])

  static func main() {
    // New files, working files included, are for their owner alone.
    umask(0o077)
    WorkingFiles.removeOnSignals()
    let tree = CommandTree(Authledger.self)
    var command: any ParsableCommand.Type = Authledger.self
    var typed = [tree.name]
    do {
      if let folder = Manual.folder(in: Array(CommandLine.arguments.dropFirst())) {
        return try Manual.write(of: Authledger.self, to: folder)
      }
      var arguments = try tree.arranged(Array(CommandLine.arguments.dropFirst()))
      typed += tree.path(of: arguments)
      // A command parsed as its own root starts in two thirds of the time.
      if arguments.first == "help" {
        command = HelpCommand.self
        arguments.removeFirst()
      } else if let named = tree.command(at: Array(arguments.prefix(1))), named != command {
        command = named
        arguments.removeFirst()
      }
      var parsed = try command.parseAsRoot(arguments)
      try parsed.run()
    } catch {
      ProgramEnd(of: tree)(error, in: command, typed: typed)
    }
  }
}

extension CommandConfiguration {
  /// The configuration of a command.
  ///
  /// Its usage line is right also when the command is parsed on its own.
  static func subcommand(_ name: String, _ abstract: String, discussion: String) -> Self {
    var configuration = CommandConfiguration(
      commandName: name, abstract: abstract, discussion: discussion)
    configuration._superCommandName = "authledger"
    return configuration
  }

  /// The same configuration with subcommands.
  func with(subcommands: [any ParsableCommand.Type]) -> Self {
    var configuration = self
    configuration.subcommands = subcommands
    return configuration
  }
}
