public import Foundation
import Synchronization

/// A clock that can be moved forward; the sandbox and the product share one.
public final class SandboxClock: Sendable {
  private let offset: Mutex<Int>
  private let onMove: @Sendable (Int) -> Void

  /// A clock that is ahead of the computer's by an offset.
  ///
  /// - Parameter onMove: Called with the new offset whenever the clock is moved.
  public init(offsetSeconds: Int = 0, onMove: @escaping @Sendable (Int) -> Void = { _ in }) {
    offset = Mutex(offsetSeconds)
    self.onMove = onMove
  }

  /// The time by this clock.
  public func now() -> Date { Date().addingTimeInterval(Double(offsetSeconds)) }

  /// Moves the clock forward; it never runs back.
  public func advance(bySeconds seconds: Int) {
    let ahead = offset.withLock { offset in
      offset += max(0, seconds)
      return offset
    }
    onMove(ahead)
  }

  /// How far ahead the clock is.
  public var offsetSeconds: Int { offset.withLock { $0 } }
}
