import Answers
import ArgumentParser
import CommandKit
import EventLog
import Foundation
import Integrations
import Transparency

struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "record", "Record actions of one company, if the rules allow it.",
    discussion: """
      Examples:
        authledger record acme configured --actor administrator:u-17 \\
          --data '{"transfers":["customers","projects"],"enabled":false}'
        authledger record acme credentialsRemoved --actor support:s-3 \\
          --data '{"reason":"switchToServiceAccount","revokedAtProvider":true}'
        authledger record acme serviceAccountSelected --expect-sequence 12 \\
          --data '{"selected":true}'
        authledger record acme - --actor provider:fortnox < actions.jsonl

      `authledger help record configured` tells the fields of an action, with an example that runs. \
      What the rules refuse is not written, and \
      the error says what to do instead. With --id, repeating the command records it once. With \
      --expect-sequence, what somebody else recorded since you looked is not overlooked: the \
      command then ends with 75 and both numbers (`authledger history acme` shows them). \
      Several actions are recorded in one commit or not at all, so that nobody sees the moment between \
      them: name them one after another, with --data once for each, or give JSON Lines as `authledger \
      import` takes them, in which the company may be left out.

      Without --provider the action belongs to the company's only integration; for a company \
      without any it begins one with \(ActionLine.unnamedProvider.rawValue), as an imported line \
      without a provider does. \
      Never put a code, a token or a secret into --data: no record may hold one.
      """)

  @Argument(help: "The company's id.", completion: .companies, transform: Parse.company)
  var company: Company
  @Argument(
    help: "One or several of the nine actions; - reads JSON Lines from standard input.",
    completion: .list(ActionName.allCases.map(\.rawValue)))
  var actions: [String]
  @Option(
    help: ArgumentHelp(
      "An action's fields, once for each action; - reads those of one from standard input.",
      valueName: "json"))
  var data: [String] = []
  @OptionGroup var actor: ActorOption
  @Option(
    help: ArgumentHelp("When it happened (default: now).", valueName: "time"),
    transform: Parse.exactTime)
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
  @OptionGroup var trial: DryRunOption
  @OptionGroup var provider: ProviderOption
  @OptionGroup var quiet: QuietOption
  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var formatOption: FormatOption

  func validate() throws {
    guard actions != ["-"] else {
      guard data.isEmpty, time == nil, id == nil else {
        throw CommandError(
          .usage, "JSON Lines hold data, time and id; leave out --data, --time and --id.",
          "JSON Lines innehåller data, tid och id; utelämna --data, --time och --id.")
      }
      return
    }
    for action in actions { _ = try Parse.action(action) }
    guard data.isEmpty || data.count == actions.count else {
      throw CommandError(
        .usage,
        "There are \(actions.count.counted("action")) and --data is given "
          + "\(data.count.counted("time")); give it once for each action, in their order.",
        "Det är \(actions.count.counted("händelse", "händelser")) och --data är angivet "
          + "\(data.count.counted("gång", "gånger")); ange det en gång för varje händelse, i samma "
          + "ordning.")
    }
    guard actions.count == 1 || id == nil else {
      throw CommandError(
        .usage, "--id is of one record; give ids of several in JSON Lines.",
        "--id gäller en post; ange id för flera i JSON Lines.")
    }
    guard actions.count == 1 || !data.contains("-") else {
      throw CommandError(
        .usage, "Standard input holds the fields of one action; give several as JSON Lines.",
        "Standard in innehåller fälten för en händelse; ange flera som JSON Lines.")
    }
  }

  func run() throws {
    let input = try input()
    let appended = try ledger.recording(isRehearsal: trial.dryRun) { ledger in
      let provider = try provider(ledger)
      let commands = try commands(input, provider)
      let expected = expectSequence.map { ExpectedSize.last($0.number, with: provider) } ?? .any
      do {
        return try trial.dryRun
          ? ledger.rehearse(commands, to: company, expecting: expected)
          : ledger.append(commands, to: company, expecting: expected)
      } catch LedgerError.rejected(let rejection) {
        let text = rejection.reason + rejection.remedy
        throw CommandError(
          .data, "\(company): \(text.english)", "\(company): \(text.swedish)")
      }
    }
    guard !quiet.quiet else { return }
    RecordReport(
      company: company, appended: appended, isRehearsal: trial.dryRun, language: ledger.language
    ).write(as: formatOption.format, to: Output())
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

  /// What standard input holds, if it is to be read.
  private func input() throws -> [UInt8] {
    guard actions == ["-"] || data == ["-"] else { return [] }
    // As many actions as one consent can take, each with the 65,535 bytes of the largest record.
    return try SmallFile.read("-", as: Text("actions", "händelser"), limit: 1 << 20)
  }

  private func commands(_ input: [UInt8], _ provider: Provider) throws -> [CheckedCommand] {
    guard actions != ["-"] else {
      return try CheckedCommand.reading(
        input, named: Text("Standard input", "Standard in")(ledger.language), of: company,
        with: provider, by: actor.actor, recordedBy: ActorOption.caller)
    }
    return try actions.enumerated().map { index, name in
      let fields = data.isEmpty ? "{}" : data[index]
      return try CheckedCommand(
        reading: name, data: fields == "-" ? input : Array(fields.utf8), provider: provider,
        by: actor.actor, recordedBy: ActorOption.caller, at: time, id: id)
    }
  }
}
