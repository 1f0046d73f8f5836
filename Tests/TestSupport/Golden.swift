package import Foundation
package import Testing

/// Files that say what an output must be.
///
/// `RECORD_GOLDEN=1` in the environment writes them anew, and every test that does so fails, so
/// that nobody takes a recording for a check.
package struct Golden: Sendable {
  private let folder: URL
  private static let isRecording = ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1"

  /// The golden files of a folder.
  package init(_ folder: URL) { self.folder = folder }

  /// The repository's root.
  package static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Compares an output with the file that it must equal, byte for byte.
  package func expect(
    _ output: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = folder.appending(path: name)
    if Self.isRecording {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(output.utf8).write(to: file)
      Issue.record("recorded \(name)", sourceLocation: sourceLocation)
      return
    }
    let expected = (try? Data(contentsOf: file)) ?? Data()
    guard expected != Data(output.utf8) else { return }
    Issue.record(
      """
      \(name) differs; see what changed with RECORD_GOLDEN=1 and git diff. It should be:
      \(String(decoding: expected, as: UTF8.self))
      and is:
      \(output)
      """, sourceLocation: sourceLocation)
  }
}
