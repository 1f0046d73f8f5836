import Encoding
import Integrations

extension Ledger {
  /// Brings the projections up to date, as opening for writing does.
  ///
  /// - Parameter progress: Called with how many records are folded, and how many there are, if the
  ///   whole log has to be folded again.
  func prepareProjections(progress: ProgressHandler? = nil) throws {
    let needs = try projectionNeeds()
    if needs.contains(.rebuild) {
      try withRebuildLock {
        // The process that held the lock may have rebuilt them.
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

  /// Builds every projection again in a table beside the live one, swaps the tables in one
  /// transaction, and checks the result with one more fold.
  ///
  /// Others can read and append meanwhile: the write lock is held for one batch at a time.
  ///
  /// - Returns: The result of the check.
  public func rebuildProjections(progress: ProgressHandler? = nil) throws -> ReplayReport {
    try withRebuildLock { try rebuild(progress) }
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

  /// Runs `body` while no other process rebuilds, because all would use the same tables beside the
  /// live ones.
  ///
  /// It is a lock on the directory and not the write lock, since others append meanwhile.
  ///
  /// - Throws: `LedgerError.busy` if another rebuild does not end within ten minutes; for a million
  ///   records it takes seconds.
  private func withRebuildLock(_ body: () throws -> Void) throws {
    let patienceSeconds = 600
    do {
      let isDone: Void? = try FolderLock.hold(
        directory, patience: .seconds(patienceSeconds), body)
      guard isDone != nil else {
        throw LedgerError.busy(holder: nil, seconds: patienceSeconds)
      }
    } catch let error as FileError {
      throw LedgerError(error)
    }
  }
}
