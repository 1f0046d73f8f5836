import Dispatch
import GRDB
import Integrations
import Transparency

/// A record as a scan found it: its row, whether its hash is right, and what it says.
struct DecodedRow {
  var position: Int64
  var stream: Int64
  var sequence: Int64
  /// The columns that only verification looks at; nil elsewhere.
  var columns: Columns?
  /// The record's bytes, valid while the row is looked at.
  var bytes: UnsafeRawBufferPointer
  var storedHash: TreeHash?
  /// The leaf hash of the bytes.
  var hash = TreeHash.empty
  /// What the bytes say; nil where the hash is wrong, since then it does not matter.
  var content: Result<(view: RecordView, action: Action?), RecordError>?
}

extension DecodedRow {
  /// What stands beside the bytes to find a record by.
  struct Columns {
    var id: RecordID?
    var attempt: AttemptID?
    var latest: Int64

    init(_ row: RecordRow) {
      id = RecordID(stored: row.id)
      attempt = row.attempt.flatMap { AttemptID(stored: $0) }
      latest = row.latest
    }
  }
}

/// Reads the whole log with another core hashing and decoding what this one has read.
///
/// Rows are copied out of SQLite in batches. While a batch is hashed and decoded elsewhere, the
/// next is read here; batches are looked at in their order, so the fold sees the log as it is.
enum DecodedScan {
  /// How many batches are on their way at once: memory stays at about this many megabytes.
  private static let batchLimit = 4

  static func all(
    _ database: Database, withColumns: Bool = false, _ body: (DecodedRow) throws -> Void
  ) throws {
    let queue = DispatchQueue(label: "authledger.decode", qos: .userInitiated)
    var waiting: [Batch] = []
    var free: [Batch] = []
    defer { for batch in waiting { batch.done.wait() } }

    func take(_ batch: Batch) throws {
      batch.done.wait()
      for row in batch.rows { try body(row) }
    }
    func send(_ batch: Batch) {
      waiting.append(batch)
      queue.async { batch.decode() }
    }

    var filling = Batch()
    try RecordScan.all(database) { row in
      if filling.add(row, withColumns) { return }
      send(filling)
      if waiting.count >= batchLimit {
        let oldest = waiting[0]
        defer {
          waiting.removeFirst()
          oldest.reset()
          free.append(oldest)
        }
        try take(oldest)
      }
      filling = free.popLast() ?? Batch()
      _ = filling.add(row, withColumns)
    }
    send(filling)
    while let oldest = waiting.first {
      defer { waiting.removeFirst() }
      try take(oldest)
    }
  }
}

/// A batch of rows with their bytes.
///
/// It is filled by one thread, then decoded by another, then looked at by the first again: `done`
/// stands between the last two, the queue between the first two.
private final class Batch: @unchecked Sendable {
  private static let byteLimit = 1 << 20

  let done = DispatchSemaphore(value: 0)
  private(set) var rows: [DecodedRow] = []
  private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: byteLimit, alignment: 16)
  private var used = 0
  private let scopeLists = ScopeLists()

  deinit { memory.deallocate() }

  /// Copies a row; false where the batch is full.
  func add(_ row: RecordRow, _ withColumns: Bool) -> Bool {
    let bytes = row.bytes
    // A tampered row may be larger than any record; it gets a batch to itself, cut: its hash fails.
    let count = min(bytes.count, Self.byteLimit)
    guard used + count <= Self.byteLimit else { return false }
    let place = UnsafeMutableRawBufferPointer(rebasing: memory[used..<(used + count)])
    place.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
    used += count
    rows.append(
      DecodedRow(
        position: row.position, stream: row.stream, sequence: row.sequence,
        columns: withColumns ? DecodedRow.Columns(row) : nil,
        bytes: UnsafeRawBufferPointer(place), storedHash: TreeHash(row.hash)))
    return true
  }

  func decode() {
    for index in rows.indices {
      let bytes = rows[index].bytes
      let hash = TreeHash.leaf(bytes)
      rows[index].hash = hash
      guard hash == rows[index].storedHash else { continue }
      rows[index].content = decode(bytes)
    }
    done.signal()
  }

  private func decode(
    _ bytes: UnsafeRawBufferPointer
  ) -> Result<(view: RecordView, action: Action?), RecordError> {
    do throws(RecordError) {
      let view = try RecordView(bytes)
      return .success((view, try view.action(scopeLists)))
    } catch {
      return .failure(error)
    }
  }

  func reset() {
    rows.removeAll(keepingCapacity: true)
    used = 0
  }
}
