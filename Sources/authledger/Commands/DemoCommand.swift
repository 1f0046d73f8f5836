import Answers
import ArgumentParser
import CommandKit
import Encoding
import EventLog
import Evidence
import Fixtures
import Foundation
import Integrations

struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "demo", "Fill a new ledger with sample histories and show it.",
    discussion: """
      Examples:
        authledger demo
        authledger demo --ledger /tmp/demo --language sv
        authledger demo --ledger /tmp/large --events 1000000

      The ledger is marked as a demo for ever. Companies and people in it are made up.
      """)

  @Option(
    help: ArgumentHelp(
      "Made-up events, so many, in place of the sample histories.", valueName: "count"))
  var events: Int?
  @OptionGroup var ledger: LedgerOptions

  func validate() throws {
    if let events, events < 1 {
      throw CommandError(
        .usage, "--events must be 1 or more.",
        "--events måste vara 1 eller mer.")
    }
  }

  func run() throws {
    let output = Output(pages: false)
    let language = ledger.language
    let localized = Localizer(language)
    let report = try fill()
    try ledger.recording { _ in }
    output.line(
      localized(
        "Made a ledger of \(report.records.counted("record")) in \(ledger.path).",
        "Skapade en liggare med \(report.records.counted("post", "poster")) i \(ledger.path)."))
    try ledger.with(.reading) { ledger in
      let company = try show(ledger, output)
      try tell("replay --check", output) {
        try ledger.checkProjections().write(as: .table, in: language, to: output)
      }
      try tell("verify", output) { try ledger.verify().write(as: .table, in: language, to: output) }
      output.line()
      let hint = CommandHint.ofThisRun
      output.line(localized("Go on with:", "Gå vidare med:"))
      output.line("  " + hint("authledger replay \(company)"))
      output.line("  " + hint("authledger why \(company) --language sv"))
      output.line("  " + hint("authledger failures"))
      output.line("  " + hint("authledger history \(company) --format jsonl"))
      output.flush()
    }
  }

  /// Shows the status, a company's log and its explanation.
  ///
  /// - Returns: The company.
  private func show(_ ledger: Ledger, _ output: Output) throws -> Company {
    let language = self.ledger.language
    guard events == nil, let acme = Company("acme") else { return try showLarge(ledger, output) }
    try tell("status", output) {
      let writer = ListingWriter<IntegrationView>(
        .status(), format: .table, language: language, output: output)
      try ledger.forEachIntegration(nil) { view in
        writer.write(view)
        return true
      }
      writer.end()
    }
    try tell("log acme", output) {
      let page = LogPage(language, output, last: try ledger.lastCursor().position)
      try ledger.forEachLogLine(of: acme, nil) { recorded in
        page.write(LogEntry(recorded, language))
        return true
      }
    }
    try tell("why acme", output) {
      for view in try ledger.integrations(of: acme) ?? [] {
        WhyPage(explanation: try ledger.explanation(of: view), language: language).write(to: output)
      }
    }
    return acme
  }

  private func showLarge(_ ledger: Ledger, _ output: Output) throws -> Company {
    let language = self.ledger.language
    let failures = try ledger.failures(nil)
    let product = try ledger.hostProduct()
    tell("failures", output) {
      let writer = ListingWriter<FailureCount>(
        .failures(language, product), format: .table, language: language, output: output)
      failures.forEach(writer.write)
      writer.end()
    }
    var company = failures.first?.companies.first
    if company == nil {
      try ledger.forEachIntegration(nil) { view in
        company = view.company
        return false
      }
    }
    guard let company else { return .system }
    let views = try ledger.integrations(of: company) ?? []
    try tell("why \(company)", output) {
      for view in views {
        WhyPage(
          explanation: try ledger.explanation(of: view), isOneOfSeveral: views.count > 1,
          language: language
        ).write(to: output)
      }
    }
    return company
  }

  private func tell(_ command: String, _ output: Output, _ show: () throws -> Void) rethrows {
    output.line()
    output.line(Style.faint("$ authledger \(command)"))
    try show()
  }

  private func fill() throws -> ImportReport {
    let progress = ProgressLine("Importing")
    defer { progress.clear() }
    let source: ImportSource
    let file = try events.map { try writeMadeUp($0) }
    defer { file?.remove() }
    if let file {
      source = ImportSource(file: file.path)
    } else {
      source = ImportSource(Array(Self.samples().utf8), name: "sample histories")
    }
    return try Ledger.create(
      ledger.path,
      properties: [
        .mark: "demo", .product: DemoProduct.name, .supportEmail: DemoProduct.supportEmail,
      ], importing: source,
      by: ActorOption.caller, progress: progress.report)
  }

  /// The sample histories, shifted by whole days so that the latest record is from today or
  /// yesterday.
  private static func samples() -> String {
    let day: Double = 86_400_000
    let age = Double(Effects.live.now().milliseconds - Fixture.latest.milliseconds)
    let days = Int64((age / day).rounded(.down))
    return Fixture.all.map { $0.text(movedBy: days) }.joined()
  }

  /// Writes made-up events to a file beside the ledger, because they may not fit into memory.
  private func writeMadeUp(_ count: Int) throws -> WorkingFile {
    let parent = URL(filePath: ledger.path, directoryHint: .isDirectory)
      .deletingLastPathComponent().path
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    let file = try LedgerError.ofFiles(WorkingFile(.events, in: parent))
    var piece: [UInt8] = []
    for made in MadeUp(seed: 1, count: count, endingAt: Effects.live.now()) {
      piece += ActionLine.encode(
        made.action, company: made.company, provider: made.provider, actor: made.actor,
        time: made.time)
      guard piece.count > 1 << 20 else { continue }
      try LedgerError.ofFiles(file.write(piece[...]))
      piece.removeAll(keepingCapacity: true)
    }
    try LedgerError.ofFiles(file.write(piece[...]))
    return file
  }
}
