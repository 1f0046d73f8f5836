import CommandKit
import Foundation

/// Reads a small file of evidence from a path, a pipe, or standard input (`-`).
enum SmallFile {
  /// Reads the whole file.
  ///
  /// - Parameters:
  ///   - what: What the file should hold, for error messages: "a checkpoint".
  ///   - limit: The largest number of bytes.
  static func read(_ path: String, as what: String, limit: Int = 1 << 16) throws -> [UInt8] {
    let name = path == "-" ? "Standard input" : path
    guard let handle = path == "-" ? .standardInput : FileHandle(forReadingAtPath: path) else {
      throw CommandError(
        .io, "\(name) cannot be read as \(what): \(String(cString: strerror(errno)).lowercased()).")
    }
    // A pipe gives a piece at a time.
    var bytes: [UInt8] = []
    do {
      while bytes.count <= limit, let piece = try handle.read(upToCount: limit + 1 - bytes.count),
        !piece.isEmpty
      {
        bytes += piece
      }
    } catch {
      throw CommandError(.io, "\(name) cannot be read as \(what).")
    }
    guard bytes.count <= limit else {
      throw CommandError(.data, "\(name) has more than \(limit) bytes, too many for \(what).")
    }
    guard !bytes.isEmpty else {
      throw CommandError(.data, "\(name) is empty, so it is not \(what).")
    }
    return bytes
  }
}
