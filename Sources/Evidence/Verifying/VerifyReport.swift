public import EventLog
public import Integrations

/// What verification found.
public struct VerifyReport: Hashable, Sendable {
  /// How many findings are kept; the others are counted.
  public static let findingLimit = 100

  /// How many records were read.
  public let records: Int64
  /// How many streams they make.
  public let streams: Int64
  /// How many bytes of records were hashed.
  public let bytes: Int64
  /// What does not agree, at most `findingLimit` of it.
  public let findings: [VerifyFinding]
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
