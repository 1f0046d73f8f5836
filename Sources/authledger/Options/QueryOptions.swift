import ArgumentParser
import CommandKit
import EventLog
import Foundation
import Integrations

/// The option for the output format.
struct FormatOption: ParsableArguments {
  static let help = ArgumentHelp(
    "table, json, jsonl or csv (default: $AUTHLEDGER_FORMAT, else table on a terminal and jsonl "
      + "elsewhere).", valueName: "format")
  static var completion: CompletionKind { .list(Format.allCases.map(\.rawValue)) }
  /// What `AUTHLEDGER_FORMAT` says, so that a pipe of `watch` or `ssh` can show people's text; else
  /// what suits a terminal or a program.
  static var standard: Format {
    named.flatMap(Format.init) ?? (Output.isTerminal ? .table : .jsonl)
  }
  private static var named: String? { Environment["AUTHLEDGER_FORMAT"] }

  /// - Throws: `CommandError` if the environment names a format that there is not.
  static func checkEnvironment() throws {
    guard let named, Format(rawValue: named) == nil else { return }
    let known = Format.allCases.map(\.rawValue).joined(separator: ", ")
    throw CommandError(
      .usage,
      "AUTHLEDGER_FORMAT is “\(SecretGuard.shown(named))”, which is not one of the formats; there are "
        + "\(known).",
      "AUTHLEDGER_FORMAT är ”\(SecretGuard.shown(named))”, som inte är något av formaten; det finns "
        + "\(known).")
  }

  @Option(
    name: .customLong("format"), help: FormatOption.help, completion: FormatOption.completion,
    transform: Parse.format)
  var given: Format?

  var format: Format { given ?? FormatOption.standard }

  func validate() throws { try FormatOption.checkEnvironment() }
}

/// The options of every query.
struct QueryOptions: ParsableArguments {
  @OptionGroup var ledger: LedgerOptions

  @Option(
    name: .customLong("at"),
    help: ArgumentHelp(
      "As it was at a time (2026-11-03T09:00:00Z, yesterday, 24h) or after a record ('#41').",
      valueName: "time|#position"), transform: Parse.moment)
  private var givenAsOf: GivenAsOf?

  @OptionGroup var times: TimeOptions

  @Option(
    help: ArgumentHelp(
      "Only this provider: \(Provider.named(last: "or")) (default: every one).",
      valueName: "name"),
    completion: .list(Provider.allCases.map(\.rawValue)), transform: Parse.provider)
  var provider: Provider?

  @Option(
    name: .customLong("format"), help: FormatOption.help, completion: FormatOption.completion,
    transform: Parse.format)
  var givenFormat: Format?

  func validate() throws { try FormatOption.checkEnvironment() }

  /// The moment of the option; nil for now.
  var at: AsOf? { givenAsOf.map(times.moment) }
  var moment: AsOf { at ?? .now }
  /// What ages are counted from.
  var clock: @Sendable () -> Timestamp { times.clock(at: moment) }
  var format: Format { givenFormat ?? FormatOption.standard }
  var language: Language { ledger.language }

  func writer<Item>(_ listing: Listing<Item>, _ output: Output = Output()) -> ListingWriter<Item> {
    ListingWriter(listing, format: format, language: language, output: output)
  }

  /// The company's integrations that the question is about.
  ///
  /// - Returns: Empty if only the ledger's own bookkeeping has recorded something of the company.
  func integrations(of company: Company, _ ledger: Ledger) throws -> [IntegrationView] {
    if let provider {
      guard let view = try ledger.integration(of: company, provider, at: moment) else {
        throw unknown(company)
      }
      return [view]
    }
    guard let views = try ledger.integrations(of: company, at: moment) else {
      throw unknown(company)
    }
    return views
  }

  func unknown(_ company: Company) -> CommandError {
    ledger.unknown(company, at == nil ? Text("", "") : Text(" by then", " då"))
  }
}
