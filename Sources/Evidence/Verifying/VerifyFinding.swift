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
    /// A record has another number than its place.
    case renumberedRecord
    /// A record's bytes are not a record.
    case unreadableRecord
    /// A column does not say what the record says.
    case wrongColumn
    /// A stream's row does not say what its records say.
    case wrongStream
    /// An index does not lead to the rows that are there.
    case wrongIndex
    /// What is said of the ledger as a whole is not what its records say.
    case wrongProperty
    /// A projection's rows are not the fold of the records.
    case wrongProjection
    /// SQLite's own integrity check found something, or the tables are not those of this layout.
    case damagedFile
    /// A company has more records than were published.
    case insertedRecord
    /// Records that were published are not here.
    case cutTail
    /// Other records than those that were published, in the same number.
    case forked
    /// The records that were published, each company's right, in another order.
    case reordered
    /// A company that was published is not here.
    case missingCompany
    /// A log that was published is here under another company's name.
    case replacedCompany
    /// A publication does not agree with itself.
    case wrongPublication
    /// A root is not signed, or by a key that is not known.
    case unknownKey
    /// The database is older than the checkpoint that is kept beside it.
    case rolledBack
    /// The checkpoint that should be kept beside the database is missing or none.
    case unguarded
    /// What a record commits to of a person is neither here nor erased.
    case missingIdentity
    /// What a record says was erased is still here.
    case unfinishedErasure
  }

  /// What kind of thing.
  public let kind: Kind
  /// The record, where one is concerned.
  public let position: Position?
  /// One clause: what does not agree.
  public let what: String
}

/// What a verification found so far.
final class FindingCollector {
  /// What does not agree, at most `VerifyReport.findingLimit` of it.
  private(set) var kept: [VerifyFinding] = []
  /// How many things do not agree.
  private(set) var count = 0

  func add(_ kind: VerifyFinding.Kind, _ position: Int64?, _ what: String) {
    count += 1
    guard kept.count < VerifyReport.findingLimit else { return }
    kept.append(
      VerifyFinding(kind: kind, position: position.map { Position($0) }, what: what))
  }
}
