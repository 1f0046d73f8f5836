import Foundation
import TestSupport
import Testing

/// Holds records to the published JSON Schemas with a validator that is not ours.
enum SchemaValidator {
  /// What `validate.py` prints of records, and its exit code: 1 if a schema refuses one.
  static func validate(_ lines: [UInt8]) async throws -> (output: String, status: Int32) {
    // Debian's own Python, which has Debian's own jsonschema.
    let outcome = try await Program().run(
      URL(filePath: "/usr/bin/python3"),
      [
        "-W", "ignore", Golden.root.appending(path: "Tests/EventLogTests/validate.py").path,
        Golden.root.appending(path: "Schema/events").path,
      ], input: lines)
    return (outcome.output, outcome.code)
  }

  /// The numbers of the lines, from 1, that hold a record which its schema refuses.
  static func refused(_ lines: [UInt8]) async throws -> Set<Int> {
    let output = try await validate(lines).output.split(separator: "\n")
    // The last line tells how many there were, and is missing where the validator failed.
    _ = try #require(output.last?.hasSuffix(" refused") == true ? output.last : nil)
    return Set(output.dropLast().compactMap { Int($0.prefix { $0 != ":" }) })
  }
}
