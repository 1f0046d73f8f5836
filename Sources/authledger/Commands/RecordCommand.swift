import Answers
import ArgumentParser
import CommandKit
import EventLog
import Foundation
import Integrations
import Transparency

struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "record", "Record one action, if the rules allow it.",
    discussion: """
      Examples:
        authledger record acme configured --actor administrator:u-17 \\
          --data '{"transfers":["customers","projects"],"enabled":false}'
        authledger record acme credentialsRemoved --actor support:s-3 \\
          --data '{"reason":"switchToServiceAccount","revokedAtProvider":true}'
        authledger record acme serviceAccountSelected --expect-sequence 12 \\
          --data '{"selected":true}'

      `authledger help record configured` tells the fields of an action, with an example that runs. \
      What the rules refuse is not written, and \
      the error says what to do instead. With --id, repeating the command records it once. With \
      --expect-sequence, what somebody else recorded since you looked is not overlooked: the \
      command then ends with 75 and both numbers (`authledger history acme` shows them). \
      Without --provider the action belongs to the company's only integration; for a company \
      without any it begins one with \(ActionLine.unnamedProvider.rawValue), as an imported line \
      without a provider does. \
      Never put a code, a token or a secret into --data: no record may hold one.
      """)

  @Argument(help: "The company's id.", transform: Parse.company)
  var company: Company
  @Argument(
    help: "One of the nine actions.",
    completion: .list(ActionName.allCases.map(\.rawValue)), transform: Parse.action)
  var action: ActionName
  @Option(
    help: ArgumentHelp("The action's fields; - reads them from standard input.", valueName: "json"))
  var data = "{}"
  @OptionGroup var actor: ActorOption
  @Option(
    help: ArgumentHelp("When it happened (default: now).", valueName: "time"), transform: Parse.time
  )
  var time: Timestamp?
  @Option(
    help: ArgumentHelp("The record's id (default: a new one).", valueName: "uuid"),
    transform: Parse.record)
  var id: RecordID?
  @Option(
    help: ArgumentHelp(
      "Record only if the integration's last record has this sequence; none for no record.",
      valueName: "n"), transform: Parse.sequence)
  var expectSequence: ExpectedSequence?
  @OptionGroup var provider: ProviderOption
  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var formatOption: FormatOption

  func run() throws {
    let data = try bytes()
    let appended = try ledger.recording { ledger in
      let provider = try provider(ledger)
      let command = try CheckedCommand(
        reading: action.rawValue, data: data, provider: provider, by: actor.actor,
        recordedBy: ActorOption.caller, at: time, id: id)
      do {
        return try ledger.append(
          [command], to: company,
          expecting: expectSequence.map { .last($0.number, with: provider) } ?? .any)
      } catch LedgerError.rejected(let rejection) {
        let text = rejection.reason + rejection.remedy
        throw CommandError(
          .data, "\(company): \(text.english)", "\(company): \(text.swedish)")
      }
    }
    appended.forEach(write)
  }

  /// The provider of the option or of the company's only integration.
  ///
  /// For a company without any, an action that names none is taken as a line of an import that
  /// names none.
  private func provider(_ ledger: Ledger) throws -> Provider {
    if let given = provider.given { return given }
    let providers = try ledger.integrations(of: company)?.map(\.provider) ?? []
    return try provider.provider(of: company, with: providers) ?? ActionLine.unnamedProvider
  }

  private func bytes() throws -> [UInt8] {
    guard data == "-" else { return Array(data.utf8) }
    // A record has 65,535 bytes; more than twice that is not one.
    let limit = 1 << 17
    let read = try FileHandle.standardInput.read(upToCount: limit + 1) ?? Data()
    guard read.count <= limit else {
      throw CommandError(
        .data, "Standard input has more than \(limit) bytes; a record may have 65,535.",
        "Standard in har fler än \(limit) byte; en post får ha 65 535.")
    }
    return Array(read)
  }

  private func write(_ appended: Appended) {
    let output = Output()
    let localized = Localizer(ledger.language)
    let added = appended.added.map { ($0, "added") }
    let own = appended.receipt.map { [($0, appended.isRepeat ? "repeated" : "recorded")] } ?? []
    let receipts = (own + added).sorted { $0.0.position < $1.0.position }
    switch formatOption.format {
    case .table:
      if receipts.isEmpty {
        output.line(
          localized(
            "Nothing changed, so nothing was recorded.", "Inget ändrades, så inget registrerades."))
      }
      for (receipt, outcome) in receipts {
        let said =
          switch outcome {
          case "repeated": localized("Recorded before as", "Redan registrerat som")
          case "added": localized("The rules added", "Reglerna lade till")
          default: localized("Recorded as", "Registrerat som")
          }
        output.line(
          "\(said) \(receipt.position), \(company)/\(receipt.sequence.number), \(receipt.hash)")
      }
    case .json, .jsonl, .csv:
      let writer = ListingWriter<(Receipt, String)>(
        .receipts(company), format: formatOption.format, language: ledger.language, output: output)
      receipts.forEach { writer.write($0) }
      writer.end()
    }
    output.flush()
  }
}

extension Listing<(Receipt, String)> {
  fileprivate static func receipts(_ company: Company) -> Self {
    Self(
      columns: [
        Column("outcome", heading: Text("OUTCOME", "UTFALL")) { $0.1 },
        Column("company", heading: Text("COMPANY", "FÖRETAG")) { _ in company.id },
        Column("position", heading: Text("POSITION", "POSITION")) { String($0.0.position.number) },
        Column("sequence", heading: Text("SEQ", "NR")) { String($0.0.sequence.number) },
        Column("id", heading: Text("ID", "ID")) { $0.0.id.description },
        Column("hash", heading: Text("HASH", "HASH")) { $0.0.hash.description },
      ],
      json: { receipt, outcome in
        JSON.object([
          ("outcome", .string(outcome)), ("company", .string(company.id)),
          ("position", .number(receipt.position.number)),
          ("sequence", .number(receipt.sequence.number)), ("id", .string(receipt.id.description)),
          ("hash", .string(receipt.hash.description)),
        ]).compact
      }, empty: Text("Nothing changed.", "Inget ändrades."))
  }
}
