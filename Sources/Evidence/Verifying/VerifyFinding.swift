import EventLog
public import Integrations

/// One thing that does not agree.
public struct VerifyFinding: Hashable, Sendable {
  /// What kind of thing.
  public enum Kind: String, CaseIterable, Sendable {
    /// A record's bytes do not have the stored hash.
    case changedRecord
    /// A position or sequence is missing.
    case missingRecord
    /// A record does not have the number of its place.
    case renumberedRecord
    /// A record's bytes are not a record.
    case unreadableRecord
    /// A column differs from the record.
    case wrongColumn
    /// A stream's row differs from its records.
    case wrongStream
    /// An index does not lead to the rows that are there.
    case wrongIndex
    /// A property of the ledger is unknown, or contradicts the records.
    case wrongProperty
    /// A projection's rows are not the fold of the records.
    case wrongProjection
    /// SQLite's own integrity check found something, or the tables are not those of this layout.
    case damagedFile
    /// A company has more records than were published.
    case insertedRecord
    /// Records that were published are missing.
    case cutTail
    /// Records differ from those that were published.
    case forked
    /// The published records are there, in another order.
    case reordered
    /// A company that was published is missing.
    case missingCompany
    /// A published log has another company's name.
    case replacedCompany
    /// A publication does not agree with itself.
    case wrongPublication
    /// A root has no signature of a known key.
    case unknownKey
    /// The database is older than the files outside it.
    case rolledBack
    /// A file that guards the database is missing or unreadable.
    case unguarded
    /// An identity that a record commits to is neither in the directory nor erased.
    case missingIdentity
    /// An identity that a record says was erased is still in the directory.
    case unfinishedErasure
  }

  /// What kind of thing.
  public let kind: Kind
  /// The record's position; nil if the finding is not about one record.
  public let position: Position?
  /// One clause: what does not agree.
  public let clause: Text

  /// The clause in English.
  public var what: String { clause.english }
}

/// Collects the findings of a verification.
final class FindingCollector {
  /// The first findings, at most `VerifyReport.findingLimit`.
  private(set) var kept: [VerifyFinding] = []
  /// How many findings there are.
  private(set) var count = 0

  func add(
    _ kind: VerifyFinding.Kind, _ position: Int64?, _ english: String, _ swedish: String
  ) {
    add(kind, position, Text(english, swedish))
  }

  func add(_ kind: VerifyFinding.Kind, _ position: Int64?, _ clause: Text) {
    count += 1
    guard kept.count < VerifyReport.findingLimit else { return }
    kept.append(
      VerifyFinding(kind: kind, position: position.map { Position($0) }, clause: clause))
  }
}
