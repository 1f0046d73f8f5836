import Answers
import ArgumentParser
import CommandKit
import EventLog
import Integrations

/// What `status` and `failures` are asked alike: which integrations, which rows, at what moment.
struct StatusOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Companies: \(CompanySelection.help); all without any.", valueName: "company"),
    completion: .companies, transform: Parse.companies)
  var companies: [CompanyArgument] = []

  @OptionGroup var filter: FilterOptions
  @OptionGroup var rows: RowOptions
  @OptionGroup var query: QueryOptions

  /// The company, if the question is about one alone and asks for all of it.
  var single: Company? { filter.isEmpty && rows.isPlain ? companies.single : nil }

  /// The question, with the companies that the patterns and standard input stand for.
  func question(_ selection: CompanySelection, _ ledger: Ledger) throws -> StatusQuery {
    var question = StatusQuery()
    question.companies = try selection.companies(in: ledger, query)
    question.provider = query.provider
    question.filter = filter.filter(query)
    question.moment = query.moment
    return question
  }

  /// Prints how many integrations have each phase and verdict.
  ///
  /// - Parameter none: What is printed if there are none.
  /// - Returns: How many rows there are.
  func writeSummary(_ question: StatusQuery, _ ledger: Ledger, none: Text) throws -> Int {
    var listing = Listing<StatusCount>.summary
    listing.empty = none
    return try rows.write(listing, query) { body in
      for count in try ledger.summary(question) where try !body(count) { return }
    }
  }

  /// Ends with 1 if `--exit-code` asks for that and anything was found.
  func leave(_ found: Int) throws {
    if rows.exitCode, found > 0 { throw ExitCode(1) }
  }

  /// What to print where nothing is found: what was asked, and what to do.
  ///
  /// - Parameter none: The sentence for a question without conditions.
  func empty(_ question: StatusQuery, _ none: Text) -> Text {
    if question.companies?.isEmpty == true {
      return Text(
        "Standard input names no company; write one id a line.",
        "Standard in nämner inget företag; skriv ett id per rad.")
    }
    let given = filter.given + (query.provider.map { ["--provider \($0.rawValue)"] } ?? [])
    guard !given.isEmpty else { return none }
    let asked = given.joined(separator: " ")
    let summary = CommandHint.ofThisRun("authledger status --summary", isQuestion: true)
    return Text(
      "Nothing matches \(asked); leave something out, or see what there is:\n  \(summary)",
      "Inget motsvarar \(asked); utelämna något, eller se vad som finns:\n  \(summary)")
  }
}
