import Answers
import ArgumentParser
import CommandKit
import Encoding
import EventLog
import Evidence
import Integrations

struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "backup", "Copy the ledger to another directory, also while it is in use.",
    discussion: """
      Examples:
        authledger backup /backups/2026-11-24
        authledger verify --ledger /backups/2026-11-24
      """)

  @Argument(help: "The directory to copy to; it must not hold a ledger.", completion: .directory)
  var directory: String
  @OptionGroup var quiet: QuietOption
  @OptionGroup var ledger: LedgerOptions

  func validate() throws {
    guard !directory.isEmpty else {
      throw CommandError(
        .usage, "Name the directory of the copy.",
        "Ange katalogen för kopian.")
    }
  }

  func run() throws {
    try ledger.with(.reading) { try $0.backup(to: directory) }
    guard !quiet.quiet else { return }
    let localized = Localizer(ledger.language)
    let verify = CommandHint.ofThisRun("authledger verify --ledger \(directory.asShellWord)")
    Console.message(
      localized(
        "Copied to \(directory); check it with `\(verify)`.",
        "Kopierat till \(directory); kontrollera med `\(verify)`."))
  }
}
