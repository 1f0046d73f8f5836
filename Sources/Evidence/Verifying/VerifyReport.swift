public import EventLog
public import Integrations

/// The result of a verification.
public struct VerifyReport: Hashable, Sendable {
  /// How many findings are kept at most; the others are only counted.
  public static let findingLimit = 100

  /// How many records were read.
  public let records: Int64
  /// How many companies they are of.
  public let streams: Int64
  /// How many bytes of records were hashed.
  public let bytes: Int64
  /// The first things that do not agree, at most `findingLimit`.
  public let findings: [VerifyFinding]
  /// How many things do not agree, kept or not.
  public let findingCount: Int
  /// How much of the log is signed.
  public let anchoring: Anchoring
  /// Whose keys signed it.
  public let trust: Trust
  /// How many identities that records commit to have which verdict.
  public let identities: IdentityCount
  /// The stored projections, compared with a refold.
  public let replay: ReplayReport
  /// True if SQLite's integrity check was run too.
  public let isDeep: Bool

  /// How much of the log signed roots cover, so that a change of it would be noticed.
  public struct Anchoring: Hashable, Sendable {
    /// How many signed roots there are, each compared with the records.
    public let publications: Int
    /// The last record that one of them covers; nil if nothing was published.
    public let through: Position?
    /// How many records come after it, which anyone who can write the file could still change.
    public let unsigned: Int64
    /// How the database compares with the files outside it.
    public let guardState: Guard
  }

  /// Which keys vouch for the signed roots.
  public struct Trust: Hashable, Sendable {
    /// Where the keys come from by which the last root is checked.
    public enum Source: String, CaseIterable, Sendable {
      /// The caller gave them.
      case given
      /// From the seed in `keys/`.
      case seed
      /// From `keys/leader`, since the ledger is a follower.
      case leader
      /// From the database itself, since no seed could be read: only this file vouches for them.
      case file
    }

    /// Where the keys come from.
    public internal(set) var source = Source.file
    /// Earlier keys that signed, each named by a record.
    public internal(set) var older: [String] = []
    /// How many keys signed roots of earlier epochs that no record names; one for each epoch of which no
    /// key is known.
    public internal(set) var unnamed = 0
    /// The epochs that a restore began with a new key, because the seed was lost.
    public internal(set) var newKeyEpochs: [Int64] = []

    init() {}
  }

  /// True if everything agrees.
  public var agrees: Bool { findingCount == 0 }
}
