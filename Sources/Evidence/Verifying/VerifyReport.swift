public import EventLog
public import Integrations

/// What verification found.
public struct VerifyReport: Hashable, Sendable {
  /// One thing that does not agree.
  public struct Finding: Hashable, Sendable {
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

  /// How many findings are kept; the others are counted.
  public static let findingLimit = 100

  /// How many records were read.
  public let records: Int64
  /// How many streams they make.
  public let streams: Int64
  /// How many bytes of records were hashed.
  public let bytes: Int64
  /// What does not agree, at most `findingLimit` of it.
  public let findings: [Finding]
  /// How many things do not agree.
  public let findingCount: Int
  /// How much of the log is signed.
  public let anchoring: Anchoring
  /// Whose keys signed it.
  public let trust: Trust
  /// What became of the identities that records commit to.
  public let identities: IdentityCount
  /// The projections, folded anew and compared.
  public let replay: ReplayReport
  /// Whether SQLite's integrity check was run too.
  public let isDeep: Bool

  /// How much of the log is signed, and since when nobody can change it unseen.
  public struct Anchoring: Hashable, Sendable {
    /// The signed roots, each held to the records.
    public let publications: Int
    /// The last record that one of them covers; nil where nothing was published.
    public let through: Position?
    /// How many records come after it: whoever holds the file can still rewrite them.
    public let unsigned: Int64
    /// How the database stands to the checkpoint beside it.
    public let guardState: Guard
  }

  /// Which keys vouch for the signed roots.
  public struct Trust: Hashable, Sendable {
    /// Where the keys come from that the last root is held to.
    public enum Source: String, CaseIterable, Sendable {
      /// The caller gave them.
      case given
      /// From the seed in `keys/`.
      case seed
      /// From the database itself, since no seed could be read: only this file vouches for them.
      case file
    }

    /// Where the keys come from.
    public internal(set) var source = Source.file
    /// Older keys that signed, each named by a record.
    public internal(set) var older: [String] = []
    /// How many keys signed roots of earlier epochs that no record names.
    public internal(set) var unnamed = 0
    /// The epochs that a restore began with a new key, since the seed before was lost.
    public internal(set) var newKeyEpochs: [Int64] = []

    init() {}
  }

  /// Whether everything agrees.
  public var agrees: Bool { findingCount == 0 }
}
