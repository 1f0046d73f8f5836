package import Encoding
package import Foundation
import Integrations

/// The files of a ledger's directory.
package struct LedgerFiles: Sendable {
  /// The directory's path, from the root.
  private let path: String
  /// The path of the database: records and projections.
  package let databasePath: String

  /// The files of a directory, which need not be there.
  package init(_ directory: String) {
    path = Self.absolute(directory)
    databasePath = path + "/ledger.sqlite"
  }

  /// The directory itself.
  package var directory: URL { URL(filePath: path, directoryHint: .isDirectory) }
  /// Records and projections.
  package var database: URL { URL(filePath: databasePath) }

  // Done by hand, because a URL would take a tenth of the time of `authledger status`.
  private static func absolute(_ given: String) -> String {
    var path = given
    while path.hasPrefix("./") {
      path.removeFirst(2)
      while path.hasPrefix("/") { path.removeFirst() }
    }
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    guard !path.hasPrefix("/"), let here = getcwd(nil, 0) else { return path }
    defer { free(here) }
    return path == "." || path.isEmpty ? String(cString: here) : String(cString: here) + "/" + path
  }

  /// Makes a working directory beside this one, on the same file system, which can be renamed to
  /// it.
  ///
  /// - Parameter ledger: The ledger that its content comes from, if any.
  package func makeBeside(
    _ kind: WorkingFileKind, of ledger: LedgerFiles? = nil
  ) throws(LedgerError) -> WorkingFile {
    try LedgerFiles(parent).make()
    return try LedgerError.ofFiles(WorkingFile(kind, in: parent, of: ledger?.directory.path))
  }

  /// Removes the working files of processes that have ended: in this directory, in `keys/` and
  /// beside it.
  func removeDeadWork() {
    WorkingFile.removeDead(in: path)
    WorkingFile.removeDead(in: path + "/keys")
    WorkingFile.removeDead(in: parent)
  }

  /// Makes the directory, readable by its owner alone.
  package func make() throws(LedgerError) {
    do {
      try FileManager.default.createDirectory(
        at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw .io(
        file: directory.path,
        what: Text(
          "it cannot be made; see the permissions of \(parent)",
          "den kan inte skapas; se rättigheterna för \(parent)"))
    }
  }

  /// True if the directory holds a database.
  ///
  /// - Throws: `LedgerError.io` if the directory cannot be searched.
  package func holdsLedger() throws(LedgerError) -> Bool {
    var status = stat()
    guard stat(databasePath, &status) != 0 else { return true }
    guard errno == ENOENT || errno == ENOTDIR else {
      throw .io(file: directory.path, errno)
    }
    return false
  }

  private var parent: String { directory.deletingLastPathComponent().path }

  /// Forces a file or directory to the disk.
  package static func sync(_ url: URL) throws(LedgerError) {
    try LedgerError.ofFiles(DurableFile.sync(url))
  }
}
