import Encoding
public import EventLog
import Foundation
import Integrations

extension Ledger {
  /// Copies records and directory to another directory while they are in use.
  ///
  /// The copy is marked as one, and cannot be appended to until `restore`. Keys are not copied:
  /// what the directory of people has sealed is unreadable without them.
  ///
  /// - Throws: `LedgerError.exists` if the directory holds a ledger already.
  public func backup(to directory: String) throws {
    let target = LedgerFiles(directory)
    guard try !target.holdsLedger(),
      !FileManager.default.fileExists(atPath: target.people.path)
    else { throw LedgerError.exists(directory: directory) }
    let isNew = access(target.directory.path, F_OK) != 0
    let place =
      isNew
      ? try target.makeBeside(.backup, of: files)
      : try LedgerError.ofFiles(
        WorkingFile(.backup, in: target.directory.path, of: files.directory.path))
    defer { place.remove() }
    let building = LedgerFiles(place.path)
    try LedgerError.translating(file: building.databasePath) {
      try read {
        try DatabaseCopy.write($0, to: building.databasePath, madeAt: effects.now())
      }
    }
    try LedgerFiles.sync(building.database)
    try copyPeople(to: building)
    try LedgerFiles.sync(building.directory)
    if isNew {
      try LedgerError.ofFiles(place.take(placeOf: target.directory.path))
      try LedgerFiles.sync(target.directory.deletingLastPathComponent())
      return
    }
    // The database last, since it makes the directory a ledger.
    for (from, to) in [(building.people, target.people), (building.database, target.database)]
    where FileManager.default.fileExists(atPath: from.path) {
      guard rename(from.path, to.path) == 0 else {
        throw LedgerError.io(file: to.path, errno)
      }
    }
    try LedgerFiles.sync(target.directory)
  }

  private func copyPeople(to target: LedgerFiles) throws {
    guard FileManager.default.fileExists(atPath: files.people.path) else { return }
    try LedgerError.translating(file: files.people.path) {
      try DatabaseCopy.write(files.people.path, to: target.people.path)
    }
    try LedgerFiles.sync(target.people)
  }
}
