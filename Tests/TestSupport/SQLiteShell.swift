package import Foundation
import Testing

/// Debian's `sqlite3`: what somebody does to a database with a tool that is not ours.
package enum SQLiteShell {
  /// Runs SQL on a file and gives what was printed, without the last newline.
  package static func run(_ sql: String, on file: String) async throws -> String {
    let outcome = try await Program().run(URL(filePath: "/usr/bin/sqlite3"), [file, sql])
    #expect(outcome.code == 0, "\(outcome.error)")
    return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The blobs that an expression gives, one a row.
  package static func blobs(
    _ column: String, from table: String, in file: String
  ) async throws -> [Data] {
    let rows = try await run("SELECT hex(\(column)) FROM \(table)", on: file)
    return rows.split(separator: "\n").map { row in
      let digits = Array(row.utf8)
      return Data(
        stride(from: 0, to: digits.count - 1, by: 2).compactMap {
          UInt8(String(decoding: digits[$0...($0 + 1)], as: UTF8.self), radix: 16)
        })
    }
  }
}
