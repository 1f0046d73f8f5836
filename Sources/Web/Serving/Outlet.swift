import Dispatch
import EventLog
import NIOCore
import Synchronization

/// A bounded buffer between a worker's thread, which writes, and a browser's answer, which reads.
final class Outlet: Sendable {
  /// The size of a piece, in bytes.
  private static let pieceSize = 64 << 10
  /// The number of pieces that may wait to be sent.
  private static let room = 4

  private struct State {
    var piece = ByteBuffer()
    var pieces: [ByteBuffer] = []
    var end: Result<Void, any Error>?
    var reader: CheckedContinuation<Void, Never>?
  }

  /// Raised when the browser has gone.
  let stop = StopSign()
  private let state = Mutex(State())
  private let space = DispatchSemaphore(value: Outlet.room)

  // MARK: The worker

  /// Writes bytes; blocks while the buffer is full.
  ///
  /// - Throws: `CancellationError` if the browser has gone.
  func write(_ bytes: UnsafeRawBufferPointer) throws {
    let full = state.withLock { state -> ByteBuffer? in
      state.piece.writeBytes(bytes)
      guard state.piece.readableBytes >= Self.pieceSize else { return nil }
      defer { state.piece = ByteBuffer() }
      return state.piece
    }
    guard let full else { return }
    while space.wait(timeout: .now() + .milliseconds(200)) == .timedOut {
      if stop.isRaised { throw CancellationError() }
    }
    hand(full, nil)
  }

  /// Ends the answer.
  func end(_ result: Result<Void, any Error>) {
    let last = state.withLock { $0.piece }
    hand(last, result)
  }

  private func hand(_ piece: ByteBuffer, _ end: Result<Void, any Error>?) {
    let reader = state.withLock { state in
      if piece.readableBytes > 0 { state.pieces.append(piece) }
      if let end { state.end = end }
      defer { state.reader = nil }
      return state.reader
    }
    reader?.resume()
  }

  // MARK: The answer

  /// Waits for the first piece.
  ///
  /// - Throws: The worker's error, if there is no piece.
  func begin() async throws {
    await wait()
    let (isEmpty, end) = state.withLock { ($0.pieces.isEmpty, $0.end) }
    if isEmpty { try end?.get() }
  }

  /// The next piece; nil at the end.
  ///
  /// - Throws: The worker's error.
  func next() async throws -> ByteBuffer? {
    while true {
      let (piece, end) = state.withLock { state in
        (state.pieces.isEmpty ? nil : state.pieces.removeFirst(), state.end)
      }
      if let piece {
        space.signal()
        return piece
      }
      if let end {
        try end.get()
        return nil
      }
      await wait()
    }
  }

  /// Returns once there is a piece or the end.
  private func wait() async {
    await withCheckedContinuation { continuation in
      let isReady = state.withLock { state in
        guard state.pieces.isEmpty, state.end == nil else { return true }
        state.reader = continuation
        return false
      }
      if isReady { continuation.resume() }
    }
  }
}
