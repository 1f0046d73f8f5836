import Integrations

extension Ledger {
  /// Brings the projections up to date where they are not: what opening for writing does.
  ///
  /// - Parameter progress: Told how many records are folded, where the log has to be read again.
  func prepareProjections(progress: ProgressHandler? = nil) throws {
    let needs = try projectionNeeds()
    if needs.contains(.rebuild) {
      try RebuildLock.hold(directory) {
        // Whoever was waited for has done it.
        if try projectionNeeds().contains(.rebuild) { try rebuild(progress) }
      }
    } else if needs.contains(where: { $0 != .nothing }) {
      try write { connection in
        try connection.transaction {
          _ = try Projection.catchUp(connection)
          return true
        }
      }
    }
  }

  /// Builds every projection anew beside the stored one, swaps them in one transaction, and
  /// compares what stands then with one more fold.
  ///
  /// Others go on reading and appending meanwhile: the writer lock is taken for a batch at a time.
  public func rebuildProjections(progress: ProgressHandler? = nil) throws -> ReplayReport {
    try RebuildLock.hold(directory) { try rebuild(progress) }
    return try checkProjections(progress: nil)
  }

  private func projectionNeeds() throws -> [Projection.Need] {
    try read { connection in
      try Projection.allCases.map { try Projection.need(of: $0, connection) }
    }
  }

  private func rebuild(_ progress: ProgressHandler?) throws {
    let rebuild = Rebuild(self)
    try rebuild.commit { try ProjectionTable.makeEmptyNext($0) }
    var head: Int64
    repeat {
      head = try read { try LogHead($0).position }
      try read { try rebuild.fold(through: head, $0) }
      progress?(rebuild.reached, head)
    } while rebuild.reached < head && rebuild.stopped == nil
    try rebuild.writeAllStates()
    try rebuild.commit { try rebuild.swap($0) }
  }
}
