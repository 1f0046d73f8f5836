package import Encoding
import Foundation
import GRDB
import Integrations

extension LedgerError {
  /// Runs `body`, and turns errors of SQLite into errors of the ledger.
  package static func translating<Result>(file: String, _ body: () throws -> Result) throws
    -> Result
  {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw LedgerError(error, file: file)
    }
  }

  init(_ error: DatabaseError, file: String) {
    let said = error.message ?? "SQLite error \(error.resultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self = .busy(holder: nil, seconds: Limits.patienceSeconds)
    case .SQLITE_CORRUPT: self = .damaged(file: file, what: said)
    case .SQLITE_NOTADB: self = .foreign(file: file)
    case .SQLITE_FULL: self = .diskFull(file)
    // Without room for the WAL's index, SQLite reports an I/O error.
    case .SQLITE_IOERR where Self.isDiskFull(file): self = .diskFull(file)
    case .SQLITE_READONLY:
      self = .io(file: file, what: "it is read-only; make it and its directory writable")
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
      self = .io(file: file, what: "it cannot be opened; see its permissions and its directory's")
    case .SQLITE_IOERR: self = .io(file: file, what: "reading or writing failed (\(said))")
    default: self = .damaged(file: file, what: said)
    }
  }

  private static func diskFull(_ file: String) -> LedgerError {
    .io(file: file, what: "the disk is full and nothing was written; make room, repeat")
  }

  private static func isDiskFull(_ file: String) -> Bool {
    var status = statvfs()
    let folder = URL(filePath: file).deletingLastPathComponent().path
    return statvfs(folder, &status) == 0 && status.f_bavail == 0
  }
}

extension LedgerError {
  /// An error of the file system as an error of the ledger.
  package init(_ error: FileError) { self = .io(file: error.path, what: error.what) }

  /// Runs `body`, and turns errors of the file system into errors of the ledger.
  package static func ofFiles<Result>(
    _ body: @autoclosure () throws(FileError) -> Result
  ) throws(LedgerError) -> Result {
    do {
      return try body()
    } catch {
      throw LedgerError(error)
    }
  }
}
