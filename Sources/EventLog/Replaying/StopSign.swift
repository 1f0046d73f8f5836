import Synchronization

/// Ends a long read whose asker has gone.
///
///     let stop = StopSign()
///     try StopSign.$current.withValue(stop) { try ledger.verify() }
///
/// Once it is raised, the read throws `CancellationError` at its next record.
public final class StopSign: Sendable {
  /// The sign that reads which begin now look at.
  @TaskLocal public static var current: StopSign?

  private let raised = Atomic(false)

  /// A sign that is not raised.
  public init() {}

  /// Ends what looks at it.
  public func raise() { raised.store(true, ordering: .relaxed) }

  /// True once it is raised.
  public var isRaised: Bool { raised.load(ordering: .relaxed) }

  /// - Throws: `CancellationError` once it is raised.
  func check() throws {
    if isRaised { throw CancellationError() }
  }
}
