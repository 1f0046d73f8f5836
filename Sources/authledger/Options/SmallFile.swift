import CommandKit
import Foundation

/// A file of evidence: a few lines, in a file, a pipe, or standard input for `-`.
enum SmallFile {
  /// Reads all of it.
  ///
  /// - Parameters:
  ///   - what: What it should hold, for the error: "a checkpoint".
  ///   - limit: How many bytes it may have.
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
      throw CommandError(.data, "\(name) has more than \(limit) bytes, which \(what) has not.")
    }
    guard !bytes.isEmpty else { throw CommandError(.data, "\(name) is empty and not \(what).") }
    return bytes
  }
}
