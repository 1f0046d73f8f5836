import Foundation

/// Small files that must be whole or not there: a checkpoint, a seed.
enum DurableFile {
  /// What a file may hold at most.
  private static let limit = 1 << 16

  /// The bytes of a regular file; nil where there is none.
  ///
  /// - Parameter isPrivate: Whether nobody but its owner may read it.
  /// - Throws: `LedgerError.io`.
  static func read(_ file: URL, isPrivate: Bool = false) throws(LedgerError) -> [UInt8]? {
    let path = file.path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      guard errno == ENOENT || errno == ENOTDIR else {
        throw .io(file: path, what: reason(of: errno))
      }
      return nil
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .io(file: path, what: "it is not a file")
    }
    guard !isPrivate || status.st_mode & 0o077 == 0 else {
      throw .io(file: path, what: "others than its owner may read it; run `chmod 600` on it")
    }
    var bytes = [UInt8](repeating: 0, count: limit)
    let count = Foundation.read(descriptor, &bytes, limit)
    guard count >= 0 else { throw .io(file: path, what: reason(of: errno)) }
    return Array(bytes.prefix(count))
  }

  /// Puts a whole file in place of whatever is there: temporary file, fsync, rename.
  static func replace(_ file: URL, with bytes: [UInt8]) throws(LedgerError) {
    try write(bytes, beside: file).take(placeOf: file.path)
    try LedgerFiles.sync(file.deletingLastPathComponent())
  }

  /// Puts a whole file where there is none; leaves one that is there.
  static func make(_ file: URL, with bytes: [UInt8]) throws(LedgerError) {
    let unfinished = try write(bytes, beside: file)
    defer { unfinished.remove() }
    guard link(unfinished.path, file.path) == 0 || errno == EEXIST else {
      throw .io(file: file.path, what: reason(of: errno))
    }
    try LedgerFiles.sync(file.deletingLastPathComponent())
  }

  /// Takes a file away, if it is there.
  static func remove(_ file: URL) throws(LedgerError) {
    guard unlink(file.path) == 0 || errno == ENOENT else {
      throw .io(file: file.path, what: reason(of: errno))
    }
    try LedgerFiles.sync(file.deletingLastPathComponent())
  }

  private static func write(
    _ bytes: [UInt8], beside file: URL
  ) throws(LedgerError) -> WorkingFile {
    let unfinished = try WorkingFile(.file, in: file.deletingLastPathComponent().path)
    try unfinished.write(bytes[...])
    try unfinished.sync()
    return unfinished
  }
}
