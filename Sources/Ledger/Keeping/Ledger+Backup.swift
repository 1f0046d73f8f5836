import Foundation
import GRDB

extension Ledger {
  /// Copies the database to another directory while it is in use, as of one moment.
  ///
  /// - Throws: `LedgerError.exists` where the directory holds a ledger already.
  public func backup(to directory: String) throws {
    let target = LedgerFiles(directory)
    guard try !target.holdsLedger() else { throw LedgerError.exists(directory: directory) }
    try target.make()
    let unfinished = target.directory.appending(path: ".ledger.sqlite.unfinished")
    try? FileManager.default.removeItem(at: unfinished)
    do {
      try LedgerError.translating(file: unfinished.path) {
        let copy = try DatabaseQueue(path: unfinished.path)
        try read { try $0.backup(to: copy) }
        try copy.close()
      }
      chmod(unfinished.path, 0o600)
      try LedgerFiles.sync(unfinished)
      guard rename(unfinished.path, target.databasePath) == 0 else {
        throw LedgerError.io(file: target.databasePath, what: reason(of: errno))
      }
      try LedgerFiles.sync(target.directory)
    } catch {
      try? FileManager.default.removeItem(at: unfinished)
      throw error
    }
  }
}

extension Database {
  /// Copies every page of this database in one step.
  fileprivate func backup(to queue: DatabaseQueue) throws {
    try queue.writeWithoutTransaction { try self.backup(to: $0) }
  }
}
