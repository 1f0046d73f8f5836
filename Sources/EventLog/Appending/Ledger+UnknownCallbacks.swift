public import Integrations

extension Ledger {
  /// Records that callbacks came with a state that nobody started with, at most once a minute.
  ///
  /// Anyone can call the callback, so nothing of the requests is kept but how many there were.
  /// Whether the last minute has such a record is decided in the append, so that any number of
  /// processes together write one.
  ///
  /// - Returns: false where nothing was recorded, and the callbacks are to be counted on.
  @discardableResult
  public func recordUnknownCallbacks(count: Int, by actor: Actor) throws -> Bool {
    try writeLog { log, connection in
      let start = effects.now().adding(seconds: -Limits.unknownCallbackSeconds)
      guard try !Self.hasUnknownCallbacks(after: start, through: effects.now(), connection) else {
        return false
      }
      _ = try log.keep(.unknownCallbacks(count: count), in: .system, by: actor)
      return true
    }
  }

  /// Looks at the newest records only: as far back as one was written before the start.
  private static func hasUnknownCallbacks(
    after start: Timestamp, through now: Timestamp, _ connection: Connection
  ) throws -> Bool {
    guard let stream = try StreamTable.find(.system, connection) else { return false }
    var isFound = false
    try RecordScan.newestFirst(stream.id, connection) { row in
      let record = try Record(position: Position(row.position), reading: row.bytes).content
      guard record.recordedTime > start else { return false }
      if case .bookkeeping(let kept) = record.what,
        kept.name == Record.Bookkeeping.Name.callbacksUnknown.rawValue
      {
        // One from a time that has not come yet is a clock's that was set back.
        isFound = record.recordedTime <= now
      }
      return !isFound
    }
    return isFound
  }
}
