import Answers
import ArgumentParser
import CommandKit
import EventLog
import Evidence
import Integrations

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
      .doctor(ledger.language), format: formatOption.format, language: ledger.language,
      output: Output())
    findings.forEach(writer.write)
    writer.end()
    guard !findings.contains(where: { $0.severity == .error }) else { throw ExitCode(1) }
  }
}

extension Listing<DoctorFinding> {
  fileprivate static func doctor(_ language: Language) -> Self {
    Self(
      columns: [
        Column("severity", heading: Text("", ""), style: { $0.severity.style }) {
          $0.severity.rawValue
        },
        Column("check", heading: Text("CHECK", "KONTROLL"), shown: { $0.title(language) }) {
          $0.check
        },
        Column("what", heading: Text("WHAT", "VAD")) { $0.found(language) },
        Column("remedy", heading: Text("REMEDY", "ÅTGÄRD")) { $0.shownAdvice(language) ?? "" },
      ],
      json: {
        JSON.object([
          ("severity", .string($0.severity.rawValue)), ("check", .string($0.check)),
          ("what", .string($0.found(language))), ("remedy", .text($0.shownAdvice(language))),
        ]).compact
      }, empty: Text("", ""))
  }
}

extension DoctorFinding {
  /// What to do, with commands that run.
  fileprivate func shownAdvice(_ language: Language) -> String? {
    (advice?(language)).map(CommandHint.ofThisRun.completing)
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
