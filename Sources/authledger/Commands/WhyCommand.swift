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
        authledger why acme --proof acme-proofs

      --proof writes a proof of every record that is cited, DIR/<number>.tlog-proof, for an auditor.

      Exit codes: 0 nothing is to be done, 1 somebody must act, 2 cannot be told. \
      Every verdict is described in docs/verdicts.md.
      """)

  @Argument(help: "The company's id.", transform: Parse.company)
  var company: Company
  @Option(
    help: ArgumentHelp("A directory for proofs of the records cited.", valueName: "dir"),
    completion: .directory)
  var proof: String?
  @OptionGroup var query: QueryOptions

  func run() throws {
    let explanation = try query.ledger.with(.reading) { ledger in
      guard let explanation = try ledger.explanation(of: company, query.provider, at: query.moment)
      else { throw query.unknown(company) }
      if let proof { try prove(explanation, ledger, in: proof) }
      return explanation
    }
    let output = Output()
    switch query.format {
    case .table: WhyPage(explanation: explanation, language: query.language).write(to: output)
    case .json: output.line(explanation.json(query.language).pretty())
    case .jsonl: output.line(explanation.json(query.language).compact)
    case .csv:
      let writer = query.writer(.why(query.language), output)
      writer.write(explanation)
      writer.end()
    }
    output.flush()
    let code = explanation.advice.health.rawValue
    guard code == 0 else { throw ExitCode(Int32(code)) }
  }

  private func prove(_ explanation: Explanation, _ ledger: Ledger, in directory: String) throws {
    let folder = URL(filePath: directory, directoryHint: .isDirectory)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for evidence in explanation.evidence {
        guard let proof = try ledger.proof(of: company, evidence.sequence) else { continue }
        let file = folder.appending(path: "\(evidence.sequence.number).tlog-proof")
        try Data(proof.description.utf8).write(to: file, options: .atomic)
      }
    } catch let error as CocoaError {
      throw CommandError(
        .io, "\(directory) cannot be written (\(error.localizedDescription)); name another.")
    }
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
      ], json: { $0.json(language).compact }, empty: Text("", ""))
  }
}
