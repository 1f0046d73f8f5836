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
      /// A projection's rows are not the fold of the records.
      case wrongProjection
      /// SQLite's own integrity check found something.
      case damagedFile
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
  /// The projections, folded anew and compared.
  public let replay: ReplayReport
  /// Whether SQLite's integrity check was run too.
  public let isDeep: Bool

  /// Whether everything agrees.
  public var agrees: Bool { findingCount == 0 }
}
