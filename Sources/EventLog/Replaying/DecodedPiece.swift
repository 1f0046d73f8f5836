import Integrations
import Transparency

/// A piece of the log, decoded by one thread: its records, and what lies between them.
///
/// The thread fills it from the database, and passes it to the reader after the pieces before it.
package final class DecodedPiece {
  /// What lies between records.
  enum Item {
    /// A line of the company log at whose position no record is.
    case stray(StoredLine)
    /// A publication, and the root leaves that are its own: they may be as many as there are
    /// companies, so they are read when it is their turn.
    case publication(Publication?, RootLeaf.Leaves)
  }

  /// The level of the Merkle subtree over a full piece, which has `2^subtreeLevel` records.
  package static let subtreeLevel = 8

  private var rows: [DecodedRow] = []
  private var subtree: TreeHash?
  /// What lies between records, each with the number of rows before it.
  private var items: [(rows: Int, item: Item)] = []
  private let arena = Arena()
  private let scopeLists = ScopeListCache()

  // MARK: Filling

  /// Copies a row, hashes it and decodes it.
  func add(_ row: RecordRow, _ line: StoredLine?, _ parts: ParallelScan.Parts) {
    // The leaf hash is over a zero byte and the record, so they stand together here.
    let leaf = arena.copy(row.bytes, after: 0)
    let bytes = UnsafeRawBufferPointer(rebasing: leaf.dropFirst())
    let storedHash = TreeHash(row.hash)
    let hash = parts.hashes ? TreeHash.ofLeaf(leaf) : storedHash ?? .empty
    rows.append(
      DecodedRow(
        position: row.position, stream: row.stream, sequence: row.sequence,
        columns: parts.columns ? DecodedRow.Columns(row) : nil, line: .none, bytes: bytes,
        leaf: storedHash ?? hash, isIntact: !parts.hashes || hash == storedHash))
    let place = rows.count - 1
    if rows[place].isIntact { decode(&rows[place]) }
    if let line { compare(&rows[place], line) }
  }

  private func decode(_ row: inout DecodedRow) {
    do throws(RecordError) {
      row.view = try RecordView.read(row.bytes, scopeLists, &row.action)
    } catch {
      row.unreadable = error
    }
  }

  private func compare(_ row: inout DecodedRow, _ line: StoredLine) {
    row.line = line.isLine(of: row.action) ? .same : .other(copy(line))
  }

  /// Adds something that lies between records.
  func add(_ item: Item) {
    if case .stray(let line) = item {
      items.append((rows.count, .stray(copy(line))))
    } else {
      items.append((rows.count, item))
    }
  }

  /// Computes the root of the subtree, if the piece is full and no publication ends inside of it.
  func computeSubtree() {
    guard rows.count == 1 << Self.subtreeLevel else { return }
    let isCut = items.contains { place in
      guard case .publication = place.item else { return false }
      return place.rows > 0 && place.rows < rows.count
    }
    guard !isCut else { return }
    var tree = Frontier()
    for row in rows { tree.append(row.leaf) }
    subtree = tree.root
  }

  private func copy(_ line: StoredLine) -> StoredLine {
    StoredLine(
      position: line.position, severity: arena.copy(line.severity), code: arena.copy(line.code))
  }

  // MARK: Reading

  /// Passes everything to a reader in order, and empties the piece.
  func read(by reader: any LogReader, _ connection: Connection) throws {
    defer { clear() }
    var next = 0
    try rows.withUnsafeMutableBufferPointer { rows in
      for number in rows.indices {
        while next < items.count, items[next].rows == number {
          try read(items[next].item, reader, connection)
          next += 1
        }
        if number == 0, let subtree { reader.readSubtree(subtree) }
        try reader.read(&rows[number])
      }
    }
    for (_, item) in items[next...] { try read(item, reader, connection) }
  }

  private func read(_ item: Item, _ reader: any LogReader, _ connection: Connection) throws {
    switch item {
    case .stray(let line): try reader.readStray(line)
    case .publication(let publication, let leaves):
      try reader.read(publication)
      try RootLeaf.forEach(leaves, connection) { try reader.read($0) }
    }
  }

  private func clear() {
    subtree = nil
    rows.removeAll(keepingCapacity: true)
    items.removeAll(keepingCapacity: true)
    arena.clear()
  }
}

/// Memory for bytes that are all freed at once.
///
/// It consists of blocks that are reused, and copied bytes never move.
private final class Arena {
  private static let blockSize = 1 << 18

  private var blocks: [UnsafeMutableRawBufferPointer] = []
  private var used = 0
  /// The block that is being filled; those before it are full.
  private var current = -1

  deinit { for block in blocks { block.deallocate() } }

  func copy(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    let place = room(for: bytes.count)
    place.copyMemory(from: bytes)
    return UnsafeRawBufferPointer(place)
  }

  /// Copies bytes, with one more before them.
  func copy(_ bytes: UnsafeRawBufferPointer, after first: UInt8) -> UnsafeRawBufferPointer {
    let place = room(for: bytes.count + 1)
    place[0] = first
    UnsafeMutableRawBufferPointer(rebasing: place.dropFirst()).copyMemory(from: bytes)
    return UnsafeRawBufferPointer(place)
  }

  private func room(for count: Int) -> UnsafeMutableRawBufferPointer {
    if current < 0 || blocks[current].count - used < count {
      current += 1
      used = 0
      if current == blocks.count || blocks[current].count < count {
        // A tampered row may be larger than any record.
        blocks.insert(
          .allocate(byteCount: max(count, Self.blockSize), alignment: 16), at: current)
      }
    }
    defer { used += count }
    return UnsafeMutableRawBufferPointer(rebasing: blocks[current][used..<(used + count)])
  }

  func clear() {
    (current, used) = (-1, 0)
    // What an unusually large piece needed is not kept for the rest of the log.
    while blocks.count > 4 { blocks.removeLast().deallocate() }
  }
}
