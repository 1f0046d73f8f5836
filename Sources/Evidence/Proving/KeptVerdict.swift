public import EventLog
import Foundation
public import Integrations
public import Transparency

/// How the ledger compares with a checkpoint that was kept earlier.
public enum KeptVerdict: Hashable, Sendable {
  /// The log extends the one that was signed.
  case extended(from: UInt64, to: UInt64)
  /// The log is shorter: its tail was cut, or an older copy was put back.
  case shorter(signed: UInt64, found: UInt64)
  /// The first records are not those that were signed.
  case forked(size: UInt64)
  /// There is no such company here.
  case missing(Company)
  /// The checkpoint is of another ledger or another epoch.
  case foreign(origin: String)
}

extension Ledger {
  /// Compares the ledger with a checkpoint that was kept elsewhere.
  ///
  /// - Parameters:
  ///   - note: The signed checkpoint of a company, of the order or of the root, of any epoch.
  ///   - keys: The keys of which one must have signed it; if empty, those that the ledger knows.
  /// - Throws: `NoteError` if none of these keys signed it.
  public func compare(
    withKept note: SignedNote, signedBy keys: [VerifierKey] = []
  ) throws -> KeptVerdict {
    let checkpoint = try Checkpoint(note.text)
    let origins = try read { try Origins($0, files) }
    guard let (tree, epoch) = origins.reading(checkpoint.origin) else {
      return .foreign(origin: checkpoint.origin)
    }
    _ = try note.verified(by: keys.isEmpty ? keysToVerify(checkpoint.origin) : keys)
    return try read { try KeptComparison(kept: checkpoint, tree: tree, epoch: epoch).verdict($0) }
  }

  /// The public keys of a tree; for a user who may not read `keys/`, the stored ones, which only
  /// the file vouches for.
  private func keysToVerify(_ origin: String) throws -> [VerifierKey] {
    guard access(files.signingSeed.path, R_OK) != 0, errno == EACCES else {
      return try verifierKeys(of: origin)
    }
    return try read { try KeyTable.keys(of: origin, $0) }
  }
}

/// A comparison of a kept checkpoint with the tree as it is now.
private struct KeptComparison {
  let kept: Checkpoint
  let tree: Origins.Tree
  let epoch: Int64

  func verdict(_ connection: Connection) throws -> KeptVerdict {
    switch tree {
    case .company(let company):
      guard let stream = try StreamTable.find(company, connection) else { return .missing(company) }
      let tree = StreamTree(stream.id, company, connection)
      return try verdict { try tree.frontier(of: $0) }
    case .order: return try verdict { try OrderTree(connection).frontier(of: $0) }
    case .root: return try verdict { try RootTree(epoch, connection).frontier(of: $0) }
    }
  }

  /// Compares the kept checkpoint.
  ///
  /// - Parameter frontier: Returns the right edge after so many leaves; after all of them for
  ///   `.max`.
  private func verdict(_ frontier: (Int64) throws -> Frontier) throws -> KeptVerdict {
    let found = try frontier(.max).size
    guard kept.size <= found else { return .shorter(signed: kept.size, found: found) }
    return try frontier(Int64(kept.size)).root == kept.root
      ? .extended(from: kept.size, to: found) : .forked(size: kept.size)
  }
}

/// Searches for a kept checkpoint while its tree is computed.
struct KeptCheckpointSearch {
  let checkpoint: Checkpoint
  private var found: TreeHash?

  init(_ checkpoint: Checkpoint) { self.checkpoint = checkpoint }

  /// Called for every size of the tree, from 0; remembers the root at the checkpoint's size.
  mutating func observe(_ frontier: Frontier) {
    if frontier.size == checkpoint.size { found = frontier.root }
  }

  /// The verdict, once the whole tree was computed.
  func verdict(of whole: Frontier) -> KeptVerdict {
    guard checkpoint.size <= whole.size else {
      return .shorter(signed: checkpoint.size, found: whole.size)
    }
    return found == checkpoint.root
      ? .extended(from: checkpoint.size, to: whole.size) : .forked(size: checkpoint.size)
  }
}
