import Dispatch
import Integrations
import Synchronization
import Transparency

/// One line of an import, read and checked as far as that needs no ledger.
struct ParsedLine: Sendable {
  /// Its number in the source, from 1.
  var number: Int64
  /// How many bytes of the source are read so far.
  var done: Int64
  /// What it says, or why it cannot be taken.
  var content: Result<Content, any Error>

  enum Content: Sendable {
    /// A record as exported, its bytes and their hash.
    case record(Record.Content, bytes: [UInt8], hash: TreeHash)
    /// An action that a record can hold.
    case action(CheckedCommand, Company)
  }
}

/// Reads and parses lines on a thread of its own, some batches ahead of the thread that appends
/// them.
///
/// An import spends a quarter of its time on this, and the rest on one connection to SQLite.
final class ParsedLines: Sendable {
  private static let linesPerBatch = 256
  /// How many batches wait at most, which bounds the memory however long the source is.
  private static let batchLimit = 4

  private struct State {
    var batches: [[ParsedLine]] = []
    var failure: (any Error)?
    var isCancelled = false
  }

  private let state = Mutex(State())
  private let ready = DispatchSemaphore(value: 0)
  private let room = DispatchSemaphore(value: 0)

  private init() {
    // Not as the initial value: libdispatch ends a process that destroys a semaphore whose value is
    // below the initial one, and an import that fails leaves it there.
    for _ in 0..<Self.batchLimit { room.signal() }
  }

  /// Calls `body` with every line that is not blank, in order.
  ///
  /// - Parameter actor: Who acts if a line does not say.
  static func read(
    _ source: ImportSource, by actor: Actor, _ body: (ParsedLine) throws -> Void
  ) throws {
    let lines = ParsedLines()
    let parsing = DispatchGroup()
    DispatchQueue.global(qos: .userInitiated).async(group: parsing) {
      lines.parse(source, by: actor)
    }
    defer {
      lines.state.withLock { $0.isCancelled = true }
      lines.room.signal()
      parsing.wait()
    }
    while let batch = try lines.next() {
      for line in batch { try body(line) }
    }
  }

  private func next() throws -> [ParsedLine]? {
    ready.wait()
    return try state.withLock { state in
      guard state.batches.isEmpty else {
        room.signal()
        return state.batches.removeFirst()
      }
      if let failure = state.failure { throw failure }
      return nil
    }
  }

  private func parse(_ source: ImportSource, by actor: Actor) {
    var batch: [ParsedLine] = []
    var failure: (any Error)?
    do {
      try source.forEachImportLine { line, number, done in
        let content = Result { try ParsedLine.Content(line, by: actor) }
        batch.append(ParsedLine(number: number, done: done, content: content))
        if batch.count == Self.linesPerBatch { try enqueue(&batch) }
      }
    } catch {
      failure = error
    }
    // Lines before a failure are imported first, since an error of theirs comes first.
    if !batch.isEmpty { try? enqueue(&batch) }
    state.withLock { $0.failure = failure }
    ready.signal()
  }

  /// Queues a batch when there is room.
  ///
  /// - Throws: `CancellationError` if the import ended before its last line.
  private func enqueue(_ batch: inout [ParsedLine]) throws {
    room.wait()
    try state.withLock { state in
      guard !state.isCancelled else {
        room.signal()
        throw CancellationError()
      }
      state.batches.append(batch)
    }
    batch.removeAll(keepingCapacity: true)
    ready.signal()
  }
}

extension ParsedLine.Content {
  fileprivate init(_ line: UnsafeRawBufferPointer, by actor: Actor) throws {
    switch try ImportLine(line, by: actor) {
    case .record(let content, let bytes):
      try content.checkForeign()
      self = .record(content, bytes: bytes, hash: TreeHash.leaf(bytes))
    case .action(let command, let action, let company):
      self = .action(try CheckedCommand(command, of: action), company)
    }
  }
}
