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
    case .SQLITE_CORRUPT: self = .damaged(file: file, what: Self.quoting(said))
    case .SQLITE_NOTADB: self = .foreign(file: file)
    case .SQLITE_FULL: self = .diskFull(file)
    // Without room for the WAL's index, SQLite reports an I/O error.
    case .SQLITE_IOERR where Self.isDiskFull(file): self = .diskFull(file)
    case .SQLITE_READONLY:
      self = .io(
        file: file,
        what: Text(
          "it is read-only; make it and its directory writable",
          "den är skrivskyddad; gör den och dess katalog skrivbara"))
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
      self = .io(
        file: file,
        what: Text(
          "it cannot be opened; see its permissions and its directory's",
          "den kan inte öppnas; se dess och katalogens rättigheter"))
    case .SQLITE_IOERR:
      self = .io(
        file: file,
        what: Text(
          "reading or writing failed (\(said))", "läsning eller skrivning misslyckades (\(said))"))
    default: self = .damaged(file: file, what: Self.quoting(said))
    }
  }

  private static func diskFull(_ file: String) -> LedgerError {
    .io(
      file: file,
      what: Text(
        "the disk is full and nothing was written; make room, repeat",
        "disken är full och inget skrevs; gör plats och försök igen"))
  }

  /// What SQLite says, which it says in English alone.
  private static func quoting(_ said: String) -> Text { Text(said, "SQLite säger ”\(said)”") }

  private static func isDiskFull(_ file: String) -> Bool {
    var status = statvfs()
    let folder = URL(filePath: file).deletingLastPathComponent().path
    return statvfs(folder, &status) == 0 && status.f_bavail == 0
  }
}

extension LedgerError {
  /// An error of the file system as an error of the ledger.
  package init(_ error: FileError) {
    self = .io(file: error.path, what: Text(error.what, error.swedish))
  }

  /// An error of the operating system on a file, by its number.
  package static func io(file: String, _ error: Int32) -> LedgerError {
    LedgerError(FileError(file, error))
  }

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
