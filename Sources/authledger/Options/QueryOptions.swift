import ArgumentParser
import Foundation
import Integrations
import Ledger

/// The language of texts for people.
struct LanguageOption: ParsableArguments {
  @Option(
    name: .customLong("language"),
    help: ArgumentHelp(
      "en or sv (default: sv where the locale is Swedish, else en).", valueName: "en|sv"),
    completion: .list(Language.allCases.map(\.rawValue)), transform: Parse.language)
  var given: Language?

  var language: Language {
    if let given { return given }
    let environment = ProcessInfo.processInfo.environment
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy
      .compactMap { environment[$0] }.first { !$0.isEmpty }
    return locale?.hasPrefix("sv") == true ? .swedish : .english
  }
}

/// The form of the answer.
struct FormatOption: ParsableArguments {
  @Option(
    name: .customLong("format"),
    help: ArgumentHelp(
      "table, json, jsonl or csv (default: table on a terminal, else jsonl).",
      valueName: "format"))
  var given: Format?

  var format: Format { given ?? (Output.isTerminal ? .table : .jsonl) }
}

/// What every query takes.
struct QueryOptions: ParsableArguments {
  @OptionGroup var ledger: LedgerOptions

  @Option(
    help: ArgumentHelp(
      "As it was at a time (2026-11-03T09:00:00Z) or after a record ('#41').",
      valueName: "time|#position"), transform: Parse.moment)
  var at: Moment?

  @Option(
    help: ArgumentHelp("fortnox or fortnox-payments."),
    completion: .list(Provider.allCases.map(\.rawValue)), transform: Parse.provider)
  var provider: Provider = .fortnox

  @OptionGroup var formatOption: FormatOption
  @OptionGroup var languageOption: LanguageOption

  var moment: Moment { at ?? .now }
  var format: Format { formatOption.format }
  var language: Language { languageOption.language }

  func writer<Item>(_ listing: Listing<Item>, _ output: Output = Output()) -> ListingWriter<Item> {
    ListingWriter(listing, format, language, output)
  }

  /// Says that a company is not there; a mistyped id must not pass for one without history.
  func unknown(_ company: Company) -> CommandError {
    let when = at == nil ? "" : " by then"
    return CommandError(
      .noLedger,
      "Nothing is recorded of \(company)\(when) in \(ledger.path); see the companies with "
        + "`authledger status`.")
  }
}
