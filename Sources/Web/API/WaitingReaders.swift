import Synchronization

/// The readers that wait for records or are sent them as they come.
///
/// They are counted apart from requests: each has a connection for long, and asks nothing of the server
/// meanwhile.
final class WaitingReaders: Sendable {
  private let limit: Int
  private let taken = Mutex(0)

  /// - Parameter limit: The most that there may be.
  init(limit: Int) { self.limit = limit }

  /// How many there are.
  var count: Int { taken.withLock { $0 } }

  /// One reader's place, which is free again when nothing refers to it.
  final class Place: Sendable {
    private let readers: WaitingReaders

    fileprivate init(_ readers: WaitingReaders) { self.readers = readers }

    deinit { readers.taken.withLock { $0 -= 1 } }
  }

  /// - Throws: `WebError.waitersFull` if no place is free.
  func take() throws(WebError) -> Place {
    let isFree = taken.withLock { taken in
      guard taken < limit else { return false }
      taken += 1
      return true
    }
    guard isFree else { throw .waitersFull }
    return Place(self)
  }
}
