public import Integrations

extension Ledger {
  /// Folds one company's stream, or the whole log, a record at a time.
  public func replay(
    _ company: Company?, _ provider: Provider = .fortnox, at moment: Moment = .now,
    _ body: (ReplayStep) throws -> Bool
  ) throws {}

  /// Folds the whole log anew and compares with the stored projections.
  public func checkProjections(progress: Progress? = nil) throws -> ReplayReport { fatalError() }

  /// Builds every projection anew beside the stored one and swaps them.
  public func rebuildProjections(progress: Progress? = nil) throws -> ReplayReport { fatalError() }

  /// Recomputes every hash, number and column, and every projection.
  public func verify(deep: Bool = false, progress: Progress? = nil) throws -> VerifyReport { fatalError() }

  /// Imports JSON Lines into this ledger; all of it or nothing.
  /// - Parameters: name: what errors call the input; next: gives chunks of bytes, nil at the end.
  public func importLines(
    _ name: String, by actor: Actor, progress: Progress? = nil,
    reading next: () throws -> [UInt8]?
  ) throws -> ImportReport { fatalError() }

  /// Builds a new ledger from JSON Lines beside the directory and renames it into place.
  public static func create(
    _ directory: String, properties: [Property: String] = [:], effects: Effects = .live,
    importing name: String, by actor: Actor, progress: Progress? = nil,
    reading next: () throws -> [UInt8]?
  ) throws -> ImportReport { fatalError() }

  /// Copies the database to another directory while it is in use.
  public func backup(to directory: String) throws {}

  /// Looks at the ledger without changing it.
  public func doctor() throws -> [DoctorFinding] { [] }

  /// One company's log, oldest first, at a moment.
  public func forEachLogLine(
    of company: Company, _ provider: Provider = .fortnox, at moment: Moment = .now,
    _ body: (Recorded) throws -> Bool
  ) throws {}

  /// The records of one stream with these sequences, in their order.
  public func records(of company: Company, _ sequences: [SequenceNumber]) throws -> [Recorded] { [] }
}

/// One thing that `doctor` looked at.
public struct DoctorFinding: Hashable, Sendable {
  /// How bad it is.
  public enum Severity: String, Sendable { case ok, warning, error }
  /// How bad it is.
  public let severity: Severity
  /// What was looked at, in a stable word.
  public let check: String
  /// What was found.
  public let what: String
  /// What to do; nil where nothing is to be done.
  public let remedy: String?
}
