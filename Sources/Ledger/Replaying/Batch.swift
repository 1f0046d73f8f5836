import Dispatch
import Integrations
import Transparency

/// A piece of the log on its way: records with their bytes, and what lies between them.
///
/// It is with one thread at a time: filled by the first, decoded by the second, read by the third.
final class Batch: @unchecked Sendable {
  /// What lies between records.
  enum Item {
    case stray(StoredLine)
    case publication(Publication?)
    case anchor(Anchor?)
  }

  private static let byteLimit = 1 << 20
  private static let itemLimit = 2048

  private var rows: [DecodedRow] = []
  /// What lies between records, each with the number of rows before it.
  private var items: [(rows: Int, item: Item)] = []
  private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: byteLimit, alignment: 16)
  private var used = 0
  private let scopeLists = ScopeLists()

  deinit { memory.deallocate() }

  // MARK: Filling

  /// Copies a row; false where the batch is full.
  func add(_ row: RecordRow, _ line: StoredLine?, _ withColumns: Bool) -> Bool {
    let bytes = row.bytes
    // A tampered row may be larger than any record; it gets a batch to itself, cut: its hash fails.
    let count = min(bytes.count, Self.byteLimit / 2)
    guard used + count + 256 <= Self.byteLimit else { return false }
    rows.append(
      DecodedRow(
        position: row.position, stream: row.stream, sequence: row.sequence,
        columns: withColumns ? DecodedRow.Columns(row) : nil, line: line.map(copy),
        bytes: copy(UnsafeRawBufferPointer(rebasing: bytes[..<count])),
        storedHash: TreeHash(row.hash)))
    return true
  }

  /// Takes what lies between records; false where the batch is full.
  func add(_ item: Item) -> Bool {
    guard items.count < Self.itemLimit, used + 256 <= Self.byteLimit else { return false }
    if case .stray(let line) = item {
      items.append((rows.count, .stray(copy(line))))
    } else {
      items.append((rows.count, item))
    }
    return true
  }

  private func copy(_ line: StoredLine) -> StoredLine {
    // A word that is longer than any of ours differs in its first bytes' number already.
    StoredLine(
      position: line.position,
      severity: copy(UnsafeRawBufferPointer(rebasing: line.severity.prefix(100))),
      code: copy(UnsafeRawBufferPointer(rebasing: line.code.prefix(100))))
  }

  private func copy(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    let place = UnsafeMutableRawBufferPointer(rebasing: memory[used..<(used + bytes.count)])
    place.copyMemory(from: bytes)
    used += bytes.count
    return UnsafeRawBufferPointer(place)
  }

  // MARK: Decoding

  func decode() {
    for index in rows.indices {
      let bytes = rows[index].bytes
      let hash = TreeHash.leaf(bytes)
      rows[index].hash = hash
      guard hash == rows[index].storedHash else { continue }
      rows[index].content = decode(bytes)
    }
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

  // MARK: Reading

  func read(by reader: any LogReader) throws {
    var next = 0
    try rows.withUnsafeMutableBufferPointer { rows in
      for number in rows.indices {
        while next < items.count, items[next].rows == number {
          try read(items[next].item, reader)
          next += 1
        }
        try reader.read(&rows[number])
      }
    }
    for (_, item) in items[next...] { try read(item, reader) }
  }

  private func read(_ item: Item, _ reader: any LogReader) throws {
    switch item {
    case .stray(let line): try reader.readStray(line)
    case .publication(let publication): try reader.read(publication)
    case .anchor(let anchor): try reader.read(anchor)
    }
  }

  func reset() {
    rows.removeAll(keepingCapacity: true)
    items.removeAll(keepingCapacity: true)
    used = 0
  }
}
