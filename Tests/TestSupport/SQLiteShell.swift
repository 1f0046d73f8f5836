package import Foundation
import Testing

/// Debian's `sqlite3`: what somebody does to a database with a tool that is not ours.
package enum SQLiteShell {
  /// Runs SQL on a file and gives what was printed, without the last newline.
  package static func run(_ sql: String, on file: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/sqlite3")
    process.arguments = [file, sql]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The blobs that an expression gives, one a row.
  package static func blobs(_ column: String, from table: String, in file: String) throws -> [Data]
  {
    try run("SELECT hex(\(column)) FROM \(table)", on: file).split(separator: "\n").map { row in
      let digits = Array(row.utf8)
      return Data(
        stride(from: 0, to: digits.count - 1, by: 2).compactMap {
          UInt8(String(decoding: digits[$0...($0 + 1)], as: UTF8.self), radix: 16)
        })
    }
  }
}
