import GRDB
public import Integrations
public import Transparency

/// What a checkpoint that somebody kept says of the ledger as it is now.
public enum KeptVerdict: Hashable, Sendable {
  /// The log of now extends the one that was signed.
  case extended(from: UInt64, to: UInt64)
  /// The log of now is shorter: its tail was cut, or an older copy was put back.
  case shorter(signed: UInt64, found: UInt64)
  /// The first records are not those that were signed.
  case forked(size: UInt64)
  /// There is no such company here.
  case missing(Company)
  /// The checkpoint is of another ledger or another epoch.
  case foreign(origin: String)
}

extension Ledger {
  /// Compares a checkpoint that was kept outside with the ledger as it is now.
  ///
  /// - Parameters:
  ///   - note: The signed checkpoint of a company.
  ///   - key: The key that must have signed it; nil for the one that the ledger has now.
  /// - Throws: `NoteError` where it is not signed by the key.
  public func compare(
    withKept note: SignedNote, signedBy key: VerifierKey? = nil
  ) throws -> KeptVerdict {
    let checkpoint = try Checkpoint(note.text)
    guard let company = try company(ofOrigin: checkpoint.origin) else {
      return .foreign(origin: checkpoint.origin)
    }
    _ = try note.verified(by: [key ?? verifierKey(of: company)])
    return try read { database in
      guard let stream = try Self.stream(of: company, database) else { return .missing(company) }
      let found = try StreamTree(stream.id, database).frontier().size
      guard checkpoint.size <= found else {
        return .shorter(signed: checkpoint.size, found: found)
      }
      let then = try StreamTree(stream.id, database).frontier(of: Int64(checkpoint.size))
      return then.root == checkpoint.root
        ? .extended(from: checkpoint.size, to: found) : .forked(size: checkpoint.size)
    }
  }

  private func company(ofOrigin origin: String) throws -> Company? {
    let parts = origin.split(separator: "/")
    guard parts.count > 2, let company = Company(stream: String(parts[parts.count - 2])),
      try self.origin(of: company) == origin
    else { return nil }
    return company
  }
}
