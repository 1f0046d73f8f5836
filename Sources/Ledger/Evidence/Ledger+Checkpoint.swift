import Foundation
import GRDB
public import Integrations
public import Transparency

extension Ledger {
  /// The name of a company's tree, which is also the name of its key.
  ///
  /// `NAME/companies/<company>/<epoch>`; the epoch is 1 in a ledger that was never restored.
  public func origin(of company: Company) throws -> String {
    guard let name = try property(.origin) else {
      throw LedgerError.damaged(
        file: files.databasePath, what: "it has no origin, so its trees have no names")
    }
    return "\(name)/companies/\(company)/1"
  }

  /// The public key that a company's checkpoints are signed with.
  ///
  /// The first use makes the ledger's signing seed, `keys/signing-seed`.
  public func verifierKey(of company: Company) throws -> VerifierKey {
    try signer(of: company).verifier
  }

  /// Signs what a company's log is now; nil where nothing is recorded of it.
  public func checkpoint(of company: Company) throws -> SignedNote? {
    let signer = try signer(of: company)
    let frontier = try read { database -> Frontier? in
      guard let stream = try Self.stream(of: company, database) else { return nil }
      return try StreamTree(stream.id, database).frontier()
    }
    return try frontier.map { try checkpoint($0, signer) }
  }

  /// Proves that a record is in its company's log as it is now; nil where there is none.
  public func proof(
    of company: Company, _ sequence: SequenceNumber
  ) throws -> TreeProof? {
    let signer = try signer(of: company)
    let found = try read { database -> (hashes: [TreeHash], frontier: Frontier)? in
      guard let stream = try Self.stream(of: company, database),
        (0..<stream.size).contains(sequence.number)
      else { return nil }
      return try StreamTree(stream.id, database).proof(of: UInt64(sequence.number))
    }
    guard let found else { return nil }
    return TreeProof(
      index: UInt64(sequence.number), hashes: found.hashes,
      checkpoint: try checkpoint(found.frontier, signer).description)
  }

  func signer(of company: Company) throws -> SignerKey {
    try SignerKey(origin: origin(of: company), ledgerSeed: SigningSeed(files).bytes)
  }

  func checkpoint(_ frontier: Frontier, _ signer: SignerKey) throws -> SignedNote {
    try Checkpoint(origin: signer.verifier.name, size: frontier.size, root: frontier.root)
      .signed(by: [signer])
  }
}
