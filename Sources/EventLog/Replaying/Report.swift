public import Integrations

/// Told from time to time how far long work has come: how many records are done, out of how many.
public typealias ProgressHandler = (_ done: Int64, _ total: Int64) -> Void

/// What a refold of the whole log says about the stored projections.
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
    /// The first row that differs, in words; nil where all agree.
    public let firstDifference: String?

    /// Whether the stored rows are what the records say.
    public var agrees: Bool { stored == folded && firstDifference == nil }
  }

  /// A commitment to the state that the refold passed.
  public struct Commitment: Hashable, Sendable {
    /// What became of it.
    public enum Verdict: String, CaseIterable, Sendable {
      /// The fold of the records up to there has the digest that was committed to.
      case proven
      /// It has another digest.
      case differs
      /// It was made by a fold that this program does not have.
      case otherFold
      /// It stands at another place than where it was made, so it cannot be checked here.
      case moved
    }

    /// Where it stands in the log.
    public let position: Position
    /// What was committed to.
    public let commitment: StateCommitment
    /// What became of it.
    public let verdict: Verdict
  }

  /// How many records were folded.
  public let records: Int64
  /// How many integrations they make.
  public let integrations: Int64
  /// The projections compared.
  public let projections: [Comparison]
  /// The commitments passed on the way, in order.
  public let commitments: [Commitment]

  /// Whether every projection agrees, and no commitment differs.
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
