import Integrations

/// When records last changed integrations, for those that were changed since a time.
///
/// It reads the records since then and no others, so a short time costs little.
struct RecentChanges {
  private var times: [Int64: [Provider: Timestamp]] = [:]

  /// The changes since a time, by the records that count at a moment.
  init(since: Timestamp, at moment: AsOf, _ connection: Connection) throws {
    var ends: StreamEnds?
    if case .time(let time) = moment { ends = try StreamEnds(of: nil, at: time, connection) }
    let start = try RecordTable.lastPosition(before: since, connection)
    let head = try LogHead(connection).position
    guard start < head else { return }
    try RecordScan.all(after: start, through: min(moment.lastPosition, head), connection) { row in
      let view = try row.view()
      guard let provider = view.provider, view.time >= since,
        ends?.contains(row.position, of: row.stream) ?? true
      else { return }
      let known = times[row.stream]?[provider]
      times[row.stream, default: [:]][provider] = known.map { max($0, view.time) } ?? view.time
    }
  }

  /// When a record last changed an integration; nil if that was before the time asked for.
  subscript(stream: Int64, provider: Provider) -> Timestamp? { times[stream]?[provider] }
}
