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
    help: "fortnox or fortnox-payments.",
    completion: .list(Provider.allCases.map(\.rawValue)), transform: Parse.provider)
  var provider: Provider = .fortnox

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

  func unknown(_ company: Company) -> CommandError {
    ledger.unknown(company, at == nil ? "" : " by then")
  }
}
