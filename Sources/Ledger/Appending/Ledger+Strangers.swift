public import Integrations

extension Ledger {
  /// Records that callbacks came with a state that nobody started with.
  ///
  /// Anyone can call the callback, so whoever counts them calls this at most once a minute; nothing
  /// of the requests is kept.
  public func recordUnknownCallbacks(count: Int, by actor: Actor) throws {
    _ = try writeLog { log, _ in
      try log.keep(.unknownCallbacks(count: count), in: .system, by: actor)
    }
  }
}
