import ArgumentParser
import CommandKit
import EventLog
import Evidence
import Integrations

struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "replay", "Fold the records step by step, or check or rebuild the projections.",
    discussion: """
      Examples:
        authledger replay acme             each record, and the phase before and after it
        authledger replay --check          refold everything and compare with what is stored
        authledger replay --rebuild        write the projections anew

      Exit codes: 0 done, 1 a projection does not agree (--check).
      """)

  @Argument(
    help: "The company's id; all companies without it.", completion: .companies,
    transform: Parse.company)
  var company: Company?
  @Flag(help: "Refold all records and compare the projections' digests.")
  var check = false
  @Flag(help: "Rebuild the projections beside the live ones and swap them in.")
  var rebuild = false
  @OptionGroup var query: QueryOptions

  func validate() throws {
    if check || rebuild, company != nil || query.at != nil {
      throw CommandError(
        .usage, "--check and --rebuild are about the whole ledger; leave out the rest.",
        "--check och --rebuild gäller hela liggaren; utelämna resten.")
    }
    if check && rebuild {
      throw CommandError(
        .usage, "Give --check or --rebuild, not both.",
        "Ange --check eller --rebuild, inte båda.")
    }
  }

  func run() throws {
    if check || rebuild { return try runWhole() }
    try query.ledger.with(.reading) { ledger in
      let writer = query.writer(
        .replay(
          query.language, try ledger.hostProduct(), query.times.style,
          isOfOneCompany: company != nil))
      if let company { _ = try query.integrations(of: company, ledger) }
      try ledger.replay(company, query.provider, at: query.moment) { step in
        writer.write(step)
        return true
      }
      writer.end()
    }
  }

  private func runWhole() throws {
    let progress = ProgressLine(rebuild ? "Rebuilding" : "Refolding")
    let report = try query.ledger.with(rebuild ? .writing : .reading) { ledger in
      try rebuild
        ? ledger.rebuildProjections(progress: progress.report)
        : ledger.checkProjections(progress: progress.report)
    }
    progress.clear()
    report.write(as: query.format, in: query.language, to: Output())
    guard report.agrees else { throw ExitCode(1) }
  }
}
