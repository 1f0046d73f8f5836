import ArgumentParser
import Foundation
import Integrations
import Ledger
import Transparency

struct CheckpointCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "checkpoint", "Sign what a company's log is now, or tell the public key.",
    discussion: """
      Examples:
        authledger checkpoint acme > acme.checkpoint
        authledger checkpoint acme --keys

      The signed note (C2SP tlog-checkpoint) names the log, how many records it has and the root \
      of their RFC 6962 tree. Whoever keeps it can tell later whether the records up to it were \
      changed: authledger verify --checkpoint acme.checkpoint.

      Give the public key by another way than the evidence. The first use makes the signing seed \
      in keys/signing-seed; keep a copy of it where nobody else can read it.
      """)

  @Argument(help: "The company's id.", transform: Parse.company)
  var company: Company
  @Flag(help: "Print the public key (a C2SP vkey) in place of the checkpoint.")
  var keys = false
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let text = try ledger.with(.reading) { ledger in
      guard let note = try ledger.checkpoint(of: company) else {
        throw self.ledger.unknown(company)
      }
      return keys ? "\(try ledger.verifierKey(of: company))\n" : note.description
    }
    let output = Output()
    output.write(text)
    output.flush()
  }
}

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

  @Argument(help: "The company's id.", transform: Parse.company)
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

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "export", "Write a company's whole log as an evidence package.",
    discussion: """
      Examples:
        authledger export acme --to acme-evidence
        authledger verify --package acme-evidence --key "$(authledger checkpoint acme --keys)"

      The package holds the signed checkpoint, every record byte for byte, and a README.txt that \
      tells how to check it, also with nothing of ours.
      """)

  @Argument(help: "The company's id.", transform: Parse.company)
  var company: Company
  @Option(
    name: .customLong("to"),
    help: ArgumentHelp("The directory to make; it must not be there.", valueName: "dir"))
  var directory: String
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let progress = ProgressLine("Exporting")
    let checkpoint = try ledger.with(.reading) { ledger in
      try ledger.export(company, to: directory, progress: progress.report, readme: Self.readme)
    }
    progress.finish()
    guard let checkpoint else { throw ledger.unknown(company) }
    let words = Words(ledger.language)
    Output.note(
      words(
        "Wrote \(checkpoint.size) records of \(company) to \(directory).",
        "Skrev \(checkpoint.size) poster från \(company) till \(directory)."))
  }

  private static func readme(_ key: VerifierKey, _ checkpoint: Checkpoint) -> String {
    """
    Evidence of the log \(checkpoint.origin)

    checkpoint     how many records the log has and the root of their tree, signed
    records.jsonl  every record, one a line, byte for byte as it is stored

    Check it with authledger, and the public key that you were given by another way:

        authledger verify --package . --key 'VKEY'

    Check it with nothing of ours: the checkpoint is a C2SP signed note (https://c2sp.org/signed-note,
    https://c2sp.org/tlog-checkpoint), and the root is that of an RFC 6962 tree whose leaves are
    the lines of records.jsonl, each without its newline. The hash of the first one is

        (printf '\\0'; head -n 1 records.jsonl | tr -d '\\n') | sha256sum

    The key with the id \(String(key.id, radix: 16)) has signed. A key that comes in the same package as the evidence
    would only show that the package agrees with itself.

    This proves that these \(checkpoint.size) records are the log, all of it and in this order, as of the moment it
    was signed. It does not prove that what was written is true, nor that nothing was left unwritten.

    """
  }
}
