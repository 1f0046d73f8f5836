import ArgumentParser
import Integrations
import Ledger
import Transparency

struct Prove: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "prove", "Prove that a record is in its company's log.",
    discussion: """
      Examples:
        authledger prove acme 4 > acme-4.tlog-proof

      The proof (C2SP tlog-proof) holds the record's number, the hashes that lead to the root, and \
      the signed checkpoint. The record itself is what `authledger history acme --format jsonl` \
      prints on that line, counted from zero.
      """)

  @Argument(help: "The company's id.", transform: Parse.stream)
  var company: Company
  @Argument(help: "The record's number in the company's log, from 0.")
  var sequence: Int64
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let proof = try ledger.with(.reading) { ledger in
      try ledger.proof(of: company, SequenceNumber(sequence))
    }
    guard let proof else {
      throw CommandError(
        .noLedger,
        "\(company) has no record \(sequence) in \(ledger.path); see them with "
          + "`authledger history \(company)`.")
    }
    let output = Output()
    output.write(proof.description)
    output.flush()
  }
}
