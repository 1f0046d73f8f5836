import ArgumentParser
import CommandKit
import EventLog
import Evidence
import Integrations
import Transparency

struct ProveCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "prove", "Prove that a record is in its company's log.",
    discussion: """
      Examples:
        authledger prove acme 4 > acme-4.tlog-proof
        authledger prove acme '#17' > acme-17.tlog-proof
        authledger verify --proof acme-4.tlog-proof --record acme-4.json --key "$(cat acme.vkey)"

      The proof (C2SP tlog-proof) holds the record's number, the hashes that lead to the root, and \
      the signed checkpoint. The record itself is what `authledger history acme --format jsonl` \
      prints on that line, counted from zero.
      """)

  @Argument(help: "The company's id.", completion: .companies, transform: Parse.stream)
  var company: Company
  @Argument(
    help: ArgumentHelp(
      "The record's number in the company's log, from 0, or its position ('#17').",
      valueName: "sequence|#position"), transform: Parse.place)
  var place: RecordPlace
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let proof = try ledger.with(.reading) { opened in
      try ledger.advising(opened) { opened in
        try sequence(opened).flatMap { try opened.proof(of: company, $0) }
      }
    }
    guard let proof else {
      guard try ledger.with(.reading, { try $0.hasRecords(of: company) }) else {
        throw ledger.unknown(company)
      }
      throw CommandError(
        .missing,
        "\(company) has no record \(place) in \(ledger.path); see them with "
          + "`authledger history \(company)`.",
        "\(company) har ingen post \(place) i \(ledger.path); se dem med `authledger "
          + "history \(company)`.")
    }
    let output = Output()
    output.write(proof.description)
    output.flush()
  }

  private func sequence(_ ledger: Ledger) throws -> SequenceNumber? {
    switch place {
    case .sequence(let number): number
    case .position(let position): try ledger.sequence(of: company, at: position)
    }
  }
}

/// Which record of a company is meant.
enum RecordPlace: CustomStringConvertible {
  /// By its number in the company's stream.
  case sequence(SequenceNumber)
  /// By its number over all companies.
  case position(Position)

  var description: String {
    switch self {
    case .sequence(let number): String(number.number)
    case .position(let position): position.description
    }
  }
}
