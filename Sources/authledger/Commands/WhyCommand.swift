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

      Exit codes: 0 nothing is to be done, 1 somebody must act, 2 cannot be told. Of several \
      integrations the worst counts: that somebody must act, then that it cannot be told. --format \
      json prints one explanation as an object and several as an array. \
      `authledger help verdict` lists the verdicts, and tells what each means.
      """)

  @Argument(help: "The company's id.", transform: Parse.company)
  var company: Company
  @Option(
    help: ArgumentHelp("A directory for proofs of the records cited.", valueName: "dir"),
    completion: .directory)
  var proof: String?
  @OptionGroup var query: QueryOptions

  func run() throws {
    let explanations = try query.ledger.with(.reading) { ledger in
      let explanations = try query.integrations(of: company, ledger).map(ledger.explanation)
      guard !explanations.isEmpty else {
        throw CommandError(
          .missing,
          "\(company) has no integration yet, so there is nothing to explain; see what is recorded "
            + "of it with `authledger history \(company)`.",
          "\(company) har ingen integration än, så det finns inget att förklara; se vad som "
            + "är registrerat med `authledger history \(company)`.")
      }
      if let proof {
        for explanation in explanations { try prove(explanation, ledger, in: proof) }
      }
      return explanations
    }
    write(explanations, to: Output())
    let code = explanations.health.rawValue
    guard code == 0 else { throw ExitCode(Int32(code)) }
  }

  private func write(_ explanations: [Explanation], to output: Output) {
    switch query.format {
    case .table:
      for (index, explanation) in explanations.enumerated() {
        if index > 0 { output.line() }
        WhyPage(
          explanation: explanation, isOneOfSeveral: explanations.count > 1,
          language: query.language
        ).write(to: output)
      }
    case .json where explanations.count == 1:
      output.line(explanations[0].json(query.language).pretty())
    case .json, .jsonl, .csv:
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
        guard let proof = try ledger.proof(of: company, evidence.sequence) else { continue }
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
      ], json: { $0.json(language).compact }, empty: Text("", ""))
  }
}
