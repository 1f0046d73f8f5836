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

  // Which integrations.

  @Option(
    name: .customLong("phase"),
    help: ArgumentHelp("Only this phase; may be repeated.", valueName: "phase"),
    completion: .list(Phase.allCases.map(\.rawValue)), transform: Parse.phase)
  var phases: [Phase] = []

  @Option(
    name: .customLong("verdict"),
    help: ArgumentHelp("Only this verdict; may be repeated.", valueName: "code"),
    completion: .list(VerdictCode.allCases.map(\.rawValue)), transform: Parse.verdict)
  var verdicts: [VerdictCode] = []

  @Option(
    name: .customLong("layer"),
    help: ArgumentHelp("Only where this layer is wrong; may be repeated.", valueName: "layer"),
    completion: .list(Layer.allCases.map(\.rawValue)), transform: Parse.layer)
  var layers: [Layer] = []

  @Option(
    name: .customLong("fixer"),
    help: ArgumentHelp("Only what this role can fix; may be repeated.", valueName: "role"),
    completion: .list(Advice.Fixer.allCases.map(\.rawValue)), transform: Parse.fixer)
  var fixers: [Advice.Fixer] = []

  @Option(
    name: .customLong("warning"),
    help: ArgumentHelp("Only with this warning; may be repeated.", valueName: "warning"),
    completion: .list(WarningCode.allCases.map(\.rawValue)), transform: Parse.warning)
  var warnings: [WarningCode] = []

  @Option(
    help: ArgumentHelp(
      "Only grants that work and end within this time, such as 7d.", valueName: "duration"),
    transform: Written.reading(Parse.duration))
  var expiresWithin: Written<Duration>?

  @Option(
    help: ArgumentHelp(
      "Only what a record or the clock changed since then: 24h, yesterday or a time.",
      valueName: "time"),
    transform: Written.reading(Parse.time))
  var changedSince: Written<GivenTime>?

  // Which of their rows, in what order, and what that means.

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Sort by a column of --format csv; -COLUMN sorts descending.", valueName: "column"),
    transform: Parse.sort)
  var sort: SortOrder?

  @Option(help: ArgumentHelp("At most so many rows.", valueName: "count"))
  var limit: Int?

  @Flag(help: "Count integrations by phase and verdict.")
  var summary = false

  @Flag(help: "Exit with 1 if anything matches, for monitors.")
  var exitCode = false

  @OptionGroup var query: QueryOptions

  func validate() throws {
    if let limit, limit < 1 {
      throw CommandError(
        .usage, "--limit must be 1 or more.", "--limit måste vara 1 eller mer.")
    }
  }

  /// The company, if the question is about one alone and asks for all of it.
  var single: Company? { given.isEmpty && isPlain ? companies.single : nil }

  /// The question, with the companies that the patterns and standard input stand for.
  func question(_ selection: CompanySelection, _ ledger: Ledger) throws -> StatusQuery {
    var question = StatusQuery()
    question.companies = try selection.companies(in: ledger, query)
    question.provider = query.provider
    question.filter = filter
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
    return try write(listing) { body in
      for count in try ledger.summary(question) where try !body(count) { return }
    }
  }

  /// Ends with 1 if `--exit-code` asks for that and anything was found.
  func leave(_ found: Int) throws {
    if exitCode, found > 0 { throw ExitCode(1) }
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
    let given = given + (query.provider.map { ["--provider \($0.rawValue)"] } ?? [])
    guard !given.isEmpty else { return none }
    let asked = given.joined(separator: " ")
    let summary = CommandHint.ofThisRun("authledger status --summary", isQuestion: true)
    return Text(
      "Nothing matches \(asked); leave something out, or see what there is:\n  \(summary)",
      "Inget motsvarar \(asked); utelämna något, eller se vad som finns:\n  \(summary)")
  }
}
