import Integrations

/// Where each stream's part in a moment ends: before its first record whose time is later.
///
/// Records up to one position are surely in it, since nothing before is later. Only what comes
/// after is read, once, so that a query can go through it in either direction.
struct StreamEnds {
  private let surely: Int64
  private var ends: [Int64: Int64] = [:]

  /// - Parameter stream: The one that is asked about; nil for all.
  init(of stream: Int64?, at time: Timestamp, _ connection: Connection) throws {
    let later = Timestamp(milliseconds: time.milliseconds + 1)
    surely = try RecordTable.lastPosition(before: later, connection)
    guard let stream else {
      try RecordScan.all(after: surely, connection) { try endStream(at: $0, ifAfter: time) }
      return
    }
    try RecordScan.stream(stream, connection) { row in
      if row.position > surely { try endStream(at: row, ifAfter: time) }
      return ends.isEmpty
    }
  }

  private mutating func endStream(at row: RecordRow, ifAfter time: Timestamp) throws {
    guard ends[row.stream] == nil, try row.view().time > time else { return }
    ends[row.stream] = row.position
  }

  /// Whether a record belongs to the moment.
  func contains(_ position: Int64, of stream: Int64) -> Bool {
    guard position > surely, let end = ends[stream] else { return true }
    return position < end
  }
}
