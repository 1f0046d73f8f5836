import Foundation

/// A folder of the repository, so that lists written by hand can be compared with what is there.
enum Folder {
  /// The names in it that end so, sorted.
  static func names(_ path: String, ending: String) throws -> [String] {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let names = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: path).path)
    return names.filter { $0.hasSuffix(ending) }.sorted()
  }
}
