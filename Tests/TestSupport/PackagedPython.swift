package import Foundation
import Testing

/// Python with the packages of `.ci/python-packages.txt`, which others wrote.
///
/// A test that needs them fails where they are missing: a check that is skipped holds nothing.
package enum PackagedPython {
  /// The interpreter of their environment.
  package static let executable = Golden.root.appending(path: ".build/python/bin/python")

  /// The interpreter, if it is there.
  package static func required() throws -> URL {
    try #require(
      FileManager.default.isExecutableFile(atPath: executable.path) ? executable : nil,
      "\(executable.path) is missing; run `make test-packages`, which makes it")
  }

  /// Runs a script of the repository.
  package static func run(
    _ script: String, _ arguments: [String] = [], input: [UInt8] = []
  ) async throws -> Program.Outcome {
    try await Program().run(
      required(), ["-B", Golden.root.appending(path: script).path] + arguments, input: input)
  }
}
