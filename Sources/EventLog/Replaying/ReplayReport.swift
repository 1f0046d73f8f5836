public import Integrations

/// Called periodically during long work with how much is done, and how much there is: in records,
/// or in bytes for an import.
public typealias ProgressHandler = (_ done: Int64, _ total: Int64) -> Void

/// The result of comparing the stored projections with a refold of the whole log.
public struct ReplayReport: Hashable, Sendable {
  /// One projection, stored and folded anew.
  public struct Comparison: Hashable, Sendable {
    /// The projection's name.
    public let name: String
    /// The fingerprint of the fold.
    public let fingerprint: String
    /// SHA-256 over the stored rows, in hexadecimal.
    public let stored: String
    /// SHA-256 over the rows of the refold, in hexadecimal.
    public let folded: String
    /// The first row that differs, as a clause; nil if all agree.
    public let difference: Text?

    /// The same in English.
    public var firstDifference: String? { difference?.english }

    /// True if the stored rows are what the records say.
    public var agrees: Bool { stored == folded && difference == nil }
  }

  /// A commitment to the state that stands in the log.
  public struct Commitment: Hashable, Sendable {
    /// What the refold found of it.
    public enum Verdict: String, CaseIterable, Sendable {
      /// The fold of the records up to there has the digest that was committed to.
      case proven
      /// It has another digest.
      case differs
      /// Another version of the fold made it, so it cannot be checked.
      case otherFold
      /// Its position is not the one that it was made at, so it cannot be checked.
      case moved
    }

    /// Where it stands in the log.
    public let position: Position
    /// What was committed to.
    public let commitment: StateCommitment
    /// What the refold found of it.
    public let verdict: Verdict
  }

  /// How many records were folded.
  public let records: Int64
  /// How many integrations they make.
  public let integrations: Int64
  /// The projections compared.
  public let projections: [Comparison]
  /// The commitments in the log, in order.
  public let commitments: [Commitment]

  /// True if every projection agrees, and no commitment differs.
  public var agrees: Bool {
    projections.allSatisfy(\.agrees) && commitments.allSatisfy { $0.verdict != .differs }
  }
}

/// One step of a fold: a record, and what it changes.
public struct ReplayStep: Hashable, Sendable {
  /// The record.
  public let recorded: Recorded
  /// The integration before it.
  public let before: Integration
  /// The integration after it.
  public let after: Integration
}
