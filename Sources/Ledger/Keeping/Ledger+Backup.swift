import Foundation
import GRDB
import Integrations

extension Ledger {
  /// Copies records and directory to another directory while they are in use.
  ///
  /// The copy says that it is one, and is not appended to until `restore`. Keys stay behind: what
  /// the directory seals is unreadable without them.
  ///
  /// - Throws: `LedgerError.exists` where the directory holds a ledger already.
  public func backup(to directory: String) throws {
    let target = LedgerFiles(directory)
    guard try !target.holdsLedger(),
      !FileManager.default.fileExists(atPath: target.people.path)
    else { throw LedgerError.exists(directory: directory) }
    try target.make()
    let unfinished = target.directory.appending(path: ".ledger.sqlite.unfinished")
    try? FileManager.default.removeItem(at: unfinished)
    do {
      try LedgerError.translating(file: unfinished.path) {
        let copy = try DatabaseQueue(path: unfinished.path)
        try read { try $0.backup(to: copy) }
        try copy.write { try mark($0) }
        // A copy that may only be read can be: a WAL would have to make a file beside it.
        try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
        try copy.close()
      }
      chmod(unfinished.path, 0o600)
      try LedgerFiles.sync(unfinished)
      try copyPeople(to: target)
      guard rename(unfinished.path, target.databasePath) == 0 else {
        throw LedgerError.io(file: target.databasePath, what: reason(of: errno))
      }
      try LedgerFiles.sync(target.directory)
    } catch {
      try? FileManager.default.removeItem(at: unfinished)
      throw error
    }
  }

  private func mark(_ copy: Database) throws {
    try copy.execute(
      sql: "INSERT OR REPLACE INTO property (name, value) VALUES (?, ?)",
      arguments: [Property.backup.rawValue, effects.now().description])
  }

  private func copyPeople(to target: LedgerFiles) throws {
    guard FileManager.default.fileExists(atPath: files.people.path) else { return }
    try LedgerError.translating(file: files.people.path) {
      let people = try DatabaseQueue.forReading(files.people.path)
      let copy = try DatabaseQueue(path: target.people.path)
      try people.backup(to: copy)
      try copy.close()
      try people.close()
    }
    chmod(target.people.path, 0o600)
    try LedgerFiles.sync(target.people)
  }
}

extension Database {
  /// Copies every page of this database in one step.
  fileprivate func backup(to queue: DatabaseQueue) throws {
    try queue.writeWithoutTransaction { try self.backup(to: $0) }
  }
}
