import Foundation

/// Abandoned working files, whose makers no longer run.
extension WorkingFile {
  /// How long a path in a note may be (PATH_MAX).
  private static let pathLimit = 4096

  /// Removes the abandoned working files in a directory, and those elsewhere that their notes name.
  package static func removeDead(in directory: String) {
    for name in leftBehind(in: directory) { removeIfDead(directory + "/" + name) }
  }

  /// The names of the abandoned files in a directory, which the next writer removes.
  package static func dead(in directory: String) -> [String] {
    leftBehind(in: directory).filter { name in
      guard let descriptor = lockIfDead(directory + "/" + name) else { return false }
      close(descriptor)
      return true
    }.sorted()
  }

  /// Removes a file if nobody holds its lock and it belongs to this user.
  private static func removeIfDead(_ path: String) {
    guard let descriptor = lockIfDead(path) else { return }
    defer { close(descriptor) }
    if isNote(path), let other = target(of: descriptor) { removeIfDead(other) }
    delete(path)
  }

  /// Opens a file of this user and takes its lock; nil if it is another user's or its maker still
  /// runs.
  private static func lockIfDead(_ path: String) -> Int32? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_uid == geteuid(),
      flock(descriptor, LOCK_EX | LOCK_NB) == 0
    else {
      close(descriptor)
      return nil
    }
    return descriptor
  }

  private static func isNote(_ path: String) -> Bool {
    URL(filePath: path).lastPathComponent.hasPrefix("\(mark)\(WorkingFileKind.note.rawValue)-")
  }

  /// The path of the working file that a note names; nil if it names anything else.
  private static func target(of note: Int32) -> String? {
    var bytes = [UInt8](repeating: 0, count: pathLimit)
    let count = read(note, &bytes, bytes.count)
    guard count > 0 else { return nil }
    let path = String(decoding: bytes[..<count], as: UTF8.self)
    let name = URL(filePath: path).lastPathComponent
    return path.hasPrefix("/") && name.hasPrefix(mark) && !isNote(path) ? path : nil
  }

  /// The names of all working files in a directory, abandoned or not.
  package static func leftBehind(in directory: String) -> [String] {
    guard let folder = opendir(directory) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasPrefix(mark) { names.append(name) }
    }
    return names
  }

  /// Deletes a file or a directory with everything in it, and a database's companions.
  static func delete(_ path: String) {
    if unlink(path) != 0, errno == EISDIR || errno == EPERM {
      try? FileManager.default.removeItem(atPath: path)
    }
    for companion in ["-journal", "-wal", "-shm"] { unlink(path + companion) }
  }
}
