import Foundation
import GRDB
public import Transparency

/// How a database stands to `last-checkpoint`, the signed root that is kept beside it.
///
/// The file is replaced after every publication, under the writer lock. A database that does not
/// hold what it says was put back, cut or exchanged (facts: certificate-transparency-go pull 374).
public enum Guard: Hashable, Sendable {
  /// Nothing was published yet, and nothing is kept.
  case unpublished
  /// The database holds what the file says, or extends it.
  case follows
  /// It is a copy that `backup` made, which has no such file.
  case backup(of: String)
  /// The file is missing beside a database that was published.
  case missing
  /// The database ends before what the file says.
  case shorter(kept: Checkpoint)
  /// The database has another history than the file says.
  case forked(kept: Checkpoint)
  /// The file is not a checkpoint.
  case unreadable

  /// Whether the ledger may be written to and may sign.
  public var holds: Bool { self == .unpublished || self == .follows }

  var isBackup: Bool { if case .backup = self { true } else { false } }
}

extension Guard {
  /// The stable word for programs.
  public var name: String {
    switch self {
    case .unpublished: "unpublished"
    case .follows: "follows"
    case .backup: "backup"
    case .missing: "missing"
    case .shorter: "shorter"
    case .forked: "forked"
    case .unreadable: "unreadable"
    }
  }

  /// What is the case, as a clause.
  public var what: String {
    switch self {
    case .unpublished: "nothing was published yet"
    case .follows: "it follows its last checkpoint"
    case .backup(let time): "it is a backup of \(time)"
    case .missing: "last-checkpoint is missing beside a ledger that was published"
    case .shorter(let kept):
      "it ends before its last checkpoint (\(kept.origin), \(kept.size) leaves): its end was cut, "
        + "or an older copy was put back"
    case .forked(let kept):
      "it has another history than its last checkpoint (\(kept.origin), \(kept.size) leaves)"
    case .unreadable: "last-checkpoint is not a checkpoint of this ledger"
    }
  }

  /// Compares; the file is read before the database, which is never behind it.
  static func look(_ files: LedgerFiles, _ reader: some DatabaseReader) throws -> Guard {
    let kept = try DurableFile.read(files.lastCheckpoint)
    return try reader.read { try compare(kept, $0, file: files.databasePath) }
  }

  static func compare(_ kept: [UInt8]?, _ database: Database, file: String) throws -> Guard {
    let state = try compareHistories(kept, database, file: file)
    // A copy that lies where a checkpoint was kept is judged by it: it was put back.
    guard kept == nil || state.holds, let time = try Ledger.value(of: .backup, database) else {
      return state
    }
    return .backup(of: time)
  }

  private static func compareHistories(
    _ kept: [UInt8]?, _ database: Database, file: String
  ) throws -> Guard {
    guard let name = try Ledger.value(of: .origin, database) else { return .unpublished }
    let origins = try Origins(database, file: file)
    guard let kept else {
      let isPublished = try Publication.last(epoch: origins.epoch, database) != nil
      return isPublished ? .missing : .unpublished
    }
    guard let note = try? SignedNote(reading: kept), let checkpoint = try? Checkpoint(note.text),
      let epoch = checkpoint.origin.epoch(under: name)
    else { return .unreadable }
    guard epoch <= origins.epoch, let last = try Publication.last(epoch: epoch, database) else {
      return .shorter(kept: checkpoint)
    }
    guard epoch == origins.epoch else {
      // A restore raised the epoch, recorded what was lost, and was interrupted before the file.
      return try Ledger.restored(after: epoch, losing: checkpoint, database)
        ? .follows : .shorter(kept: checkpoint)
    }
    let head = try LogWriter.head(database).position
    guard checkpoint.size <= last.frontier.size, last.position <= head else {
      return .shorter(kept: checkpoint)
    }
    let found = try Publication.find(
      epoch: epoch, size: Int64(clamping: checkpoint.size), database)
    return found?.frontier.root == checkpoint.root ? .follows : .forked(kept: checkpoint)
  }
}

extension String {
  /// The epoch of a root tree's name.
  fileprivate func epoch(under name: String) -> Int64? {
    guard hasPrefix(name + "/root/") else { return nil }
    return Origins.epoch(dropFirst(name.count + 6))
  }
}

extension LedgerFiles {
  /// The signed root that guards against a database that was put back or cut.
  var lastCheckpoint: URL { directory.appending(path: "last-checkpoint") }
}
