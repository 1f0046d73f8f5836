import Foundation

/// The files of a ledger's directory.
struct LedgerFiles: Sendable {
  /// The directory itself.
  let directory: URL
  /// Records and projections.
  let database: URL
  /// The same as a path; every read and append asks for it, and a URL takes long to tell.
  let databasePath: String

  init(_ directory: String) {
    self.directory = URL(filePath: directory, directoryHint: .isDirectory)
    database = self.directory.appending(path: "ledger.sqlite")
    databasePath = database.path
  }

  /// A directory beside this one, on the same file system, for work that ends in a rename.
  var beside: URL {
    let name = ".\(directory.lastPathComponent).new-\(ProcessInfo.processInfo.processIdentifier)"
    return directory.deletingLastPathComponent().appending(path: name, directoryHint: .isDirectory)
  }

  func make() throws(LedgerError) {
    do {
      try FileManager.default.createDirectory(
        at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw .io(file: directory.path, what: "it cannot be made; see the permissions of \(parent)")
    }
  }

  /// Whether the directory holds a database.
  ///
  /// - Throws: `LedgerError.io` where that cannot be seen.
  func holdsLedger() throws(LedgerError) -> Bool {
    var status = stat()
    guard stat(databasePath, &status) != 0 else { return true }
    guard errno == ENOENT || errno == ENOTDIR else {
      throw .io(file: directory.path, what: reason(of: errno))
    }
    return false
  }

  private var parent: String { directory.deletingLastPathComponent().path }

  /// Forces a file or directory to the disk.
  static func sync(_ url: URL) throws(LedgerError) {
    let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .io(file: url.path, what: reason(of: errno)) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .io(file: url.path, what: reason(of: errno)) }
  }
}
