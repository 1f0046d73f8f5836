import Integrations

/// Which records count at a time: in each stream those before its first record with a later time.
///
/// Up to one position all records count, because none of them is later. Those after it are read
/// once, so that a query can go through them in either direction.
struct StreamEnds {
  private let surely: Int64
  private var ends: [Int64: Int64] = [:]

  /// Finds the ends.
  ///
  /// - Parameter stream: The only stream that will be asked about; nil for all.
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

  /// True if a record counts.
  func contains(_ position: Int64, of stream: Int64) -> Bool {
    guard position > surely, let end = ends[stream] else { return true }
    return position < end
  }
}
