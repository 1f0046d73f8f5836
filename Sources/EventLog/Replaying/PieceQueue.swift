import Foundation

/// Divides a log into pieces for several threads, and has them deliver the pieces in order.
final class PieceQueue: @unchecked Sendable {
  /// The positions after `start` up to `end`.
  struct Piece {
    /// How many pieces come before it.
    var number: Int
    var start: Int64
    var end: Int64

    /// The positions whose lines of the company log belong to it; for the first piece, any before
    /// it too.
    func lines(_ areRead: Bool) -> ClosedRange<Int64>? {
      areRead ? (number == 0 ? .min : start)...end : nil
    }
  }

  /// How many positions a piece has: few, so that it stays in the processor's cache and in bounds
  /// however large its records are.
  private static let size: Int64 = 1 << Int64(DecodedPiece.subtreeLevel)

  // Everything below is guarded by the condition's lock.
  private let condition = NSCondition()
  private let end: Int64
  private var start: Int64
  private var taken = 0
  private var done = 0
  private var failure: (any Error)?

  /// How many positions there are at most.
  let positions: Int64

  /// The pieces of what comes after a position up to another.
  init(after start: Int64, through end: Int64) {
    self.start = start
    self.end = end
    positions = end - start
  }

  /// The next piece; nil if there is none, or a thread failed.
  func next() -> Piece? {
    condition.withLock {
      guard failure == nil, start < end else { return nil }
      let piece = Piece(
        number: taken, start: start, end: start > end - Self.size ? end : start + Self.size)
      taken += 1
      start = piece.end
      return piece
    }
  }

  /// Skips what lies before a position; everything that is left if it is nil.
  func skip(to position: Int64?) {
    condition.withLock { start = max(start, position.map { $0 - 1 } ?? end) }
  }

  /// Runs `body` when all pieces before this one are done, unless a thread failed.
  func inTurn(_ piece: Piece, _ body: () throws -> Void) {
    condition.lock()
    while done < piece.number { condition.wait() }
    let isOver = failure != nil
    condition.unlock()
    if !isOver {
      do { try body() } catch { fail(error) }
    }
    condition.withLock {
      done += 1
      condition.broadcast()
    }
  }

  /// Ends the scan with an error: no further piece is given out.
  func fail(_ error: any Error) {
    condition.withLock { failure = failure ?? error }
  }

  /// Throws the error that ended the scan, if any.
  func check() throws {
    if let failure = condition.withLock({ failure }) { throw failure }
  }
}
