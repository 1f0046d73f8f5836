import Dispatch
import Synchronization

/// Passes batches from the thread that fills them to one that decodes them and on to one that
/// reads them, each in its order.
final class Pipeline: Sendable {
  /// How many batches are on the way at most: the memory stays at about this many megabytes.
  private static let batchLimit = 4

  private struct State {
    var free: [Batch] = []
    var failure: (any Error)?
  }

  /// It is asked on the last thread alone.
  private nonisolated(unsafe) let reader: any LogReader
  private let decoding = DispatchQueue(label: "authledger.decode", qos: .userInitiated)
  private let reading = DispatchQueue(label: "authledger.read", qos: .userInitiated)
  private let room = DispatchSemaphore(value: batchLimit)
  private let state = Mutex(State())
  /// The batch that is being filled; the first thread's alone.
  private nonisolated(unsafe) var filling = Batch()

  init(_ reader: any LogReader) { self.reader = reader }

  /// Puts something into the batch that is being filled; when it is full, into the next one.
  func put(_ add: (Batch) -> Bool) {
    guard !add(filling) else { return }
    send()
    _ = add(filling)
  }

  /// Sends the batch that is being filled on its way, and begins the next.
  func send() {
    let batch = filling
    room.wait()
    decoding.async {
      batch.decode()
      self.reading.async { self.read(batch) }
    }
    filling = state.withLock { $0.free.popLast() } ?? Batch()
  }

  private func read(_ batch: Batch) {
    do {
      if state.withLock({ $0.failure == nil }) { try batch.read(by: reader) }
    } catch {
      state.withLock { $0.failure = error }
    }
    batch.reset()
    state.withLock { $0.free.append(batch) }
    room.signal()
  }

  /// Waits until everything that was sent is read.
  func drain() { decoding.sync { reading.sync {} } }

  /// Throws what the reader threw.
  func check() throws {
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }
}
