package import Foundation

/// Small files that must be complete or absent: a checkpoint, a seed, a key.
package enum DurableFile {
  /// The largest size of a file, in bytes.
  private static let limit = 1 << 16

  /// The bytes of a regular file; nil if it does not exist.
  ///
  /// - Parameter isPrivate: True to refuse a file that others than its owner may read.
  /// - Throws: `FileError`.
  package static func read(_ file: URL, isPrivate: Bool = false) throws(FileError) -> [UInt8]? {
    let path = file.path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      guard errno == ENOENT || errno == ENOTDIR else {
        throw FileError(path, errno)
      }
      return nil
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(path, "it is not a file", swedish: "det är inte en fil")
    }
    guard !isPrivate || status.st_mode & 0o077 == 0 else {
      throw FileError(
        path, "others than its owner may read it; run `chmod 600` on it",
        swedish: "andra än ägaren får läsa den; kör `chmod 600` på den")
    }
    var bytes = [UInt8](repeating: 0, count: limit)
    let count = Foundation.read(descriptor, &bytes, limit)
    guard count >= 0 else { throw FileError(path, errno) }
    return Array(bytes.prefix(count))
  }

  /// Replaces a file atomically: temporary file, fsync, rename.
  package static func replace(_ file: URL, with bytes: [UInt8]) throws(FileError) {
    try write(bytes, beside: file).take(placeOf: file.path)
    try sync(file.deletingLastPathComponent())
  }

  /// Creates a file with its whole content; an existing file is left as it is.
  package static func make(_ file: URL, with bytes: [UInt8]) throws(FileError) {
    let unfinished = try write(bytes, beside: file)
    defer { unfinished.remove() }
    guard link(unfinished.path, file.path) == 0 || errno == EEXIST else {
      throw FileError(file.path, errno)
    }
    try sync(file.deletingLastPathComponent())
  }

  /// Removes a file if it exists.
  package static func remove(_ file: URL) throws(FileError) {
    guard unlink(file.path) == 0 || errno == ENOENT else {
      throw FileError(file.path, errno)
    }
    try sync(file.deletingLastPathComponent())
  }

  /// Forces a file or directory to the disk.
  package static func sync(_ url: URL) throws(FileError) {
    let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(url.path, errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw FileError(url.path, errno) }
  }

  private static func write(
    _ bytes: [UInt8], beside file: URL
  ) throws(FileError) -> WorkingFile {
    let unfinished = try WorkingFile(.file, in: file.deletingLastPathComponent().path)
    try unfinished.write(bytes[...])
    try unfinished.sync()
    return unfinished
  }
}

/// What the file system refuses.
package struct FileError: Error, Hashable, Sendable {
  /// The file or directory.
  package let path: String
  /// What is wrong, as a clause in English.
  package let what: String
  /// The same in Swedish.
  package let swedish: String

  package init(_ path: String, _ what: String, swedish: String) {
    self.path = path
    self.what = what
    self.swedish = swedish
  }

  /// - Parameter error: The operating system's error number.
  package init(_ path: String, _ error: Int32) {
    self.init(path, SystemError.english(error), swedish: SystemError.swedish(error))
  }
}

/// The operating system's errors as clauses.
package enum SystemError {
  /// The operating system's own description of an error number.
  package static func english(_ error: Int32) -> String {
    String(cString: strerror(error)).lowercased()
  }

  /// The same in Swedish; a rare error by its number alone.
  package static func swedish(_ error: Int32) -> String {
    switch error {
    case ENOENT: "filen eller katalogen finns inte"
    case EACCES: "åtkomst nekas"
    case EPERM: "det är inte tillåtet"
    case EEXIST: "filen finns redan"
    case ENOTDIR: "en del av sökvägen är inte en katalog"
    case EISDIR: "det är en katalog"
    case ENOTEMPTY: "katalogen är inte tom"
    case ENOSPC: "det finns inget utrymme kvar på enheten"
    case EDQUOT: "diskkvoten är slut"
    case EROFS: "filsystemet är skrivskyddat"
    case EIO: "in- eller utmatningsfel"
    case ELOOP: "för många symboliska länkar"
    case ENAMETOOLONG: "namnet är för långt"
    case EMFILE, ENFILE: "för många öppna filer"
    case EXDEV: "länken går mellan två enheter"
    case ETXTBSY: "filen körs som program"
    case EBUSY: "filen är upptagen"
    case ENXIO: "enheten eller adressen finns inte"
    case EINVAL: "ogiltigt argument"
    default: "operativsystemet säger fel \(error)"
    }
  }
}
