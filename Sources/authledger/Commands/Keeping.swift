import Answers
import ArgumentParser
import CommandKit
import EventLog
import Evidence
import Foundation
import Integrations

/// The name that a ledger's trees begin with: a schema-less URL, as C2SP tlog-checkpoint has it.
enum Origin {
  static func parse(_ text: String) throws -> String {
    let isFit = text.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "+") }
    guard !text.isEmpty, text.utf8.count <= 200, isFit, !text.contains("://") else {
      throw ValidationError(
        "“\(ProviderText.shown(text))” cannot be an origin; write a host and path without scheme, "
          + "spaces and +, such as ledger.example.com/fortnox.")
    }
    return text
  }
}

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "init", "Make an empty ledger.",
    discussion: """
      Examples:
        authledger init
        authledger init --ledger /var/lib/authledger --origin ledger.example.com/fortnox
      """)

  @Option(
    help: ArgumentHelp(
      "The name of the ledger's trees, for ever (default: authledger.invalid/<16 hex>).",
      valueName: "name"), transform: Origin.parse)
  var origin: String?
  @OptionGroup var ledger: LedgerOptions

  private var properties: [Property: String] { origin.map { [.origin: $0] } ?? [:] }

  func run() throws {
    let made = try Ledger.create(ledger.path, properties: properties)
    let origin = try made.property(.origin) ?? ""
    try made.close()
    let words = Words(ledger.language)
    let output = Output()
    output.line(
      words(
        "Made an empty ledger in \(ledger.path), origin \(origin).",
        "Skapade en tom liggare i \(ledger.path), ursprung \(origin)."))
    output.line(
      words(
        "Next: authledger record COMPANY ACTION, or authledger import FILE.",
        "Härnäst: authledger record COMPANY ACTION, eller authledger import FILE."))
    output.flush()
  }
}

struct Backup: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "backup", "Copy the ledger to another directory, also while it is in use.",
    discussion: """
      Examples:
        authledger backup /backups/2026-11-24
        authledger verify --ledger /backups/2026-11-24
      """)

  @Argument(help: "The directory to copy to; it must not hold a ledger.", completion: .directory)
  var directory: String
  @OptionGroup var ledger: LedgerOptions

  func validate() throws {
    guard !directory.isEmpty else { throw ValidationError("Name the directory of the copy.") }
  }

  func run() throws {
    try ledger.with(.reading) { try $0.backup(to: directory) }
    let words = Words(ledger.language)
    Say.note(
      words(
        "Copied to \(directory); check it with `authledger verify --ledger \(directory)`.",
        "Kopierat till \(directory); kontrollera med `authledger verify --ledger \(directory)`."))
  }
}

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "doctor", "Look at the ledger's surroundings: quick, and changes nothing.",
    discussion: """
      Examples:
        authledger doctor

      Exit codes: 0 nothing or only warnings, 1 something does not work.
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var formatOption: FormatOption

  func run() throws {
    let findings = try ledger.with(.reading) { try $0.doctor() }
    let writer = ListingWriter<DoctorFinding>(
      .doctor, formatOption.format, ledger.language, Output())
    findings.forEach(writer.write)
    writer.finish()
    guard !findings.contains(where: { $0.severity == .error }) else { throw ExitCode(1) }
  }
}

extension Listing<DoctorFinding> {
  fileprivate static var doctor: Self {
    Self(
      columns: [
        Column("severity", "", "", style: { $0.severity.style }) { $0.severity.rawValue },
        Column("check", "CHECK", "KONTROLL") { $0.check },
        Column("what", "WHAT", "VAD") { $0.what },
        Column("remedy", "REMEDY", "ÅTGÄRD") { $0.remedy ?? "" },
      ],
      json: {
        JSON.object([
          ("severity", .string($0.severity.rawValue)), ("check", .string($0.check)),
          ("what", .string($0.what)), ("remedy", .text($0.remedy)),
        ]).compact
      }, empty: Text("", ""))
  }
}

extension DoctorFinding.Severity {
  fileprivate var style: Style {
    switch self {
    case .ok: .good
    case .warning: .warning
    case .error: .bad
    }
  }
}
