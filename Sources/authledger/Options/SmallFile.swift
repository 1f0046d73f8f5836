import CommandKit
import Encoding
import Foundation
import Integrations

/// Reads a small file of evidence from a path, a pipe, or standard input (`-`).
enum SmallFile {
  /// Reads the whole file.
  ///
  /// - Parameters:
  ///   - what: What the file should hold, for error messages, such as "a checkpoint".
  ///   - limit: The largest number of bytes.
  static func read(_ path: String, as what: Text, limit: Int = 1 << 16) throws -> [UInt8] {
    let name = path == "-" ? Text("Standard input", "Standard in") : Text(path, path)
    guard let handle = path == "-" ? .standardInput : FileHandle(forReadingAtPath: path) else {
      let code = errno
      throw CommandError(
        .io, "\(name.english) cannot be read as \(what.english): \(SystemError.english(code)).",
        "\(name.swedish) kan inte läsas som \(what.swedish): \(SystemError.swedish(code)).")
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
      throw CommandError(
        .io, "\(name.english) cannot be read as \(what.english).",
        "\(name.swedish) kan inte läsas som \(what.swedish).")
    }
    guard bytes.count <= limit else {
      throw CommandError(
        .data, "\(name.english) has more than \(limit) bytes, too many for \(what.english).",
        "\(name.swedish) har fler än \(limit) byte, för många för \(what.swedish).")
    }
    guard !bytes.isEmpty else {
      throw CommandError(
        .data, "\(name.english) is empty, so it is not \(what.english).",
        "\(name.swedish) är tom, så det är inte \(what.swedish).")
    }
    return bytes
  }
}
