import ArgumentParser
import CommandKit
import EventLog
import Foundation
import Integrations

/// The option for the output format.
struct FormatOption: ParsableArguments {
  static let help = ArgumentHelp(
    "table, json, jsonl or csv (default: table on a terminal, else jsonl).", valueName: "format")
  static var completion: CompletionKind { .list(Format.allCases.map(\.rawValue)) }
  static var standard: Format { Output.isTerminal ? .table : .jsonl }

  @Option(
    name: .customLong("format"), help: FormatOption.help, completion: FormatOption.completion,
    transform: Parse.format)
  var given: Format?

  var format: Format { given ?? FormatOption.standard }
}

/// The options of every query.
struct QueryOptions: ParsableArguments {
  @OptionGroup var ledger: LedgerOptions

  @Option(
    help: ArgumentHelp(
      "As it was at a time (2026-11-03T09:00:00Z) or after a record ('#41').",
      valueName: "time|#position"), transform: Parse.moment)
  var at: AsOf?

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

  var moment: AsOf { at ?? .now }
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
