import Answers
import ArgumentParser
import CommandKit
import EventLog
import Evidence
import Foundation
import Integrations
import Transparency

struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "why", "Why an integration is as it is, who can fix it and how.",
    discussion: """
      Examples:
        authledger why acme
        authledger why acme --at '#41' --language sv
        authledger why acme --format json | jq -r .verdict
        authledger why acme beta 'ac*'
        authledger why - < companies.txt
        authledger why acme --proof acme-proofs

      --proof writes a proof of every record that is cited, DIR/<number>.tlog-proof, for an auditor.

      Exit codes: 0 nothing is to be done, 1 somebody must act, 2 cannot be told. Of several \
      integrations the worst counts: that somebody must act, then that it cannot be told. --format \
      json prints an object for one company with one integration, and an array for everything \
      else. `authledger help verdict` lists the verdicts, and tells what each means.
      """)

  @Argument(
    help: ArgumentHelp("Companies: \(CompanySelection.help).", valueName: "company"),
    completion: .companies, transform: Parse.companies)
  var companies: [CompanyArgument]
  @Option(
    help: ArgumentHelp("A directory for proofs of the records cited.", valueName: "dir"),
    completion: .directory)
  var proof: String?
  @OptionGroup var query: QueryOptions

  func validate() throws {
    if proof != nil, companies.single == nil {
      throw CommandError(
        .usage, "--proof is about one company; name one by its id.",
        "--proof gäller ett företag; ange ett med dess id.")
    }
  }

  func run() throws {
    let selection = try CompanySelection(reading: companies)
    let explanations = try query.ledger.with(.reading) { ledger in
      let explanations = try views(selection, ledger).map(ledger.explanation)
      if let proof {
        for explanation in explanations { try prove(explanation, ledger, in: proof) }
      }
      return explanations
    }
    write(explanations, to: Output())
    let code = explanations.health.rawValue
    guard code == 0 else { throw ExitCode(Int32(code)) }
  }

  /// The integrations to explain, in the order of the companies' ids and then the providers'.
  private func views(
    _ selection: CompanySelection, _ ledger: Ledger
  ) throws -> [IntegrationView] {
    if let company = companies.single {
      let views = try query.integrations(of: company, ledger)
      guard !views.isEmpty else { throw unbegun(company) }
      return views
    }
    var question = StatusQuery()
    question.companies = try selection.companies(in: ledger, query)
    question.provider = query.provider
    question.moment = query.moment
    var views: [IntegrationView] = []
    try ledger.forEachIntegration(question) { view in
      views.append(view)
      return true
    }
    let found = Set(views.map(\.company))
    // A pattern may mean companies without an integration; who writes an id means that one.
    if let company = selection.named.first(where: { !found.contains($0) }) {
      throw unbegun(company)
    }
    return views
  }

  private func unbegun(_ company: Company) -> CommandError {
    let provider =
      query.provider.map {
        Text(" with \($0.rawValue)", " med \($0.rawValue)")
      } ?? Text("", "")
    return CommandError(
      .missing,
      "\(company) has no integration\(provider.english) yet, so there is nothing to explain; see what "
        + "is recorded of it with `authledger history \(company)`.",
      "\(company) har ingen integration\(provider.swedish) än, så det finns inget att förklara; se vad "
        + "som är registrerat med `authledger history \(company)`.")
  }

  private func write(_ explanations: [Explanation], to output: Output) {
    switch query.format {
    case .table where !explanations.isEmpty:
      let counts = explanations.reduce(into: [:]) { $0[$1.company, default: 0] += 1 }
      for (index, explanation) in explanations.enumerated() {
        if index > 0 { output.line() }
        WhyPage(
          explanation: explanation, isOneOfSeveral: counts[explanation.company] != 1,
          language: query.language
        ).write(to: output)
      }
    case .json where explanations.count == 1 && companies.single != nil:
      output.line(explanations[0].json(query.language).pretty())
    case .table, .json, .jsonl, .csv:
      let writer = query.writer(.why(query.language), output)
      explanations.forEach(writer.write)
      writer.end()
    }
    output.flush()
  }

  private func prove(_ explanation: Explanation, _ ledger: Ledger, in directory: String) throws {
    let folder = URL(filePath: directory, directoryHint: .isDirectory)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for evidence in explanation.evidence {
        guard let proof = try ledger.proof(of: explanation.company, evidence.sequence) else {
          continue
        }
        let file = folder.appending(path: "\(evidence.sequence.number).tlog-proof")
        try Data(proof.description.utf8).write(to: file, options: .atomic)
      }
    } catch let error as CocoaError {
      throw CommandError(
        .io, "\(directory) cannot be written (\(error.localizedDescription)); name another.",
        "\(directory) kan inte skrivas (\(error.localizedDescription)); ange en annan.")
    }
  }
}

extension [Explanation] {
  /// The worst of them: somebody must act, then it cannot be told.
  fileprivate var health: Advice.Health {
    let all = map(\.advice.health)
    return all.contains(.action) ? .action : all.contains(.unknown) ? .unknown : .healthy
  }
}

extension Listing<Explanation> {
  /// One row: what fits into cells.
  static func why(_ language: Language) -> Self {
    Self(
      columns: [
        Column("company", heading: Text("COMPANY", "FÖRETAG")) { $0.company.id },
        Column("verdict", heading: Text("VERDICT", "UTSLAG")) { $0.verdict.rawValue },
        Column("confidence", heading: Text("SURE", "SÄKERT")) { $0.advice.confidence.rawValue },
        Column("since", heading: Text("SINCE", "SEDAN")) { $0.since?.description ?? "" },
        Column("fixer", heading: Text("FIXER", "ÅTGÄRD AV")) { $0.advice.fixer.rawValue },
        Column("retry", heading: Text("RETRY", "OMFÖRSÖK")) { $0.advice.retry.rawValue },
        Column("cause", heading: Text("CAUSE", "ORSAK")) { $0.advice.cause(language) },
        Column("remedy", heading: Text("REMEDY", "GÖR")) { $0.advice.ways.remedy?(language) ?? "" },
        Column("provider", heading: Text("PROVIDER", "LEVERANTÖR")) { $0.provider.rawValue },
      ], json: { $0.json(language).compact },
      empty: Text(
        "No integration is asked about; name a company of `authledger status`.",
        "Ingen integration efterfrågas; nämn ett företag ur `authledger status`."))
  }
}
