import Foundation

/// The files of a ledger's directory.
struct LedgerFiles: Sendable {
  /// The directory itself.
  let directory: URL

  init(_ directory: String) {
    self.directory = URL(filePath: directory, directoryHint: .isDirectory)
  }

  /// Records and projections.
  var database: URL { directory.appending(path: "ledger.sqlite") }

  /// A directory beside this one, on the same file system, for work that ends in a rename.
  var beside: URL {
    let name = ".\(directory.lastPathComponent).new-\(ProcessInfo.processInfo.processIdentifier)"
    return directory.deletingLastPathComponent().appending(path: name, directoryHint: .isDirectory)
  }

  func make() throws(LedgerError) {
    do {
      try FileManager.default.createDirectory(
        at: directory, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw .io(file: directory.path, what: sentence(error))
    }
  }

  var holdsLedger: Bool { FileManager.default.fileExists(atPath: database.path) }

  /// Forces a file or directory to the disk.
  static func sync(_ url: URL) throws(LedgerError) {
    let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .io(file: url.path, what: reason(of: errno)) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .io(file: url.path, what: reason(of: errno)) }
  }
}

/// What an error of Foundation's says, as a clause.
func sentence(_ error: any Error) -> String {
  let cocoa = error as NSError
  let posix = cocoa.userInfo[NSUnderlyingErrorKey] as? NSError
  guard let posix, posix.domain == NSPOSIXErrorDomain else { return cocoa.localizedDescription }
  return reason(of: Int32(posix.code))
}
