import Synchronization

/// Cancels a long read, for instance when the client that asked for it has gone.
///
///     let stop = StopSign()
///     try StopSign.$current.withValue(stop) { try ledger.verify() }
///
/// Once it is raised, the read throws `CancellationError` at its next record.
public final class StopSign: Sendable {
  /// The sign that reads started in this task obey.
  @TaskLocal public static var current: StopSign?

  private let raised = Atomic(false)

  /// A sign that is not raised.
  public init() {}

  /// Cancels the reads that obey it.
  public func raise() { raised.store(true, ordering: .relaxed) }

  /// True once it is raised.
  public var isRaised: Bool { raised.load(ordering: .relaxed) }

  /// Throws if the read is to end.
  ///
  /// - Throws: `CancellationError` once it is raised.
  func check() throws {
    if isRaised { throw CancellationError() }
  }
}
