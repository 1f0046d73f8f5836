import Foundation

/// An `import` line of a source file.
struct Import: Hashable {
  /// The module whose file it stands in.
  let from: String
  /// What is imported.
  let to: String
  /// File and line.
  let place: String

  /// The imports of a file's text.
  static func all(in text: String, of module: String, file: String) -> [Import] {
    // Attributes, an access level and the kind of a single declaration may stand around it.
    let line =
      /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .compactMap { index, text in
        guard let match = text.firstMatch(of: line) else { return nil }
        return Import(from: module, to: String(match.1), place: "\(file):\(index + 1)")
      }
  }

  /// Why this import is forbidden; nil where it is allowed.
  var fault: String? {
    if Arrows.everywhere.contains(to) { return nil }
    if Arrows.network.contains(to) {
      return Arrows.networked.contains(from)
        ? nil : "\(place): \(from) imports \(to), which talks over a network."
    }
    if Arrows.databases.contains(to) {
      return Arrows.withDatabase.contains(where: place.hasPrefix)
        ? nil : "\(place): SQL stands in \(Arrows.withDatabase.joined(separator: ", ")) alone."
    }
    if Arrows.allowed[from]?.contains(to) == true { return nil }
    if Arrows.beyond.contains(where: { $0.from == from && $0.to == to }) { return nil }
    return Arrows.allowed[to] == nil
      ? "\(place): \(from) imports \(to), which Tests/ArchitectureTests/Arrows.swift does not know."
      : "\(place): \(from) may not import \(to); see Tests/ArchitectureTests/Arrows.swift."
  }
}

/// The source files of the repository.
enum Tree {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The folder of each module.
  static func modules() throws -> [String: URL] {
    let sources = root.appending(path: "Sources")
    var folders = try FileManager.default.contentsOfDirectory(atPath: sources.path)
      .filter { !$0.hasPrefix(".") }
      .reduce(into: [:]) { $0[$1] = sources.appending(path: $1) }
    for name in ["Schema", "Fixtures"] { folders[name] = root.appending(path: name) }
    return folders
  }

  /// Every import line of every module.
  static func imports() throws -> [Import] {
    try modules().keys.sorted().flatMap { module in
      try files(of: module).flatMap { Import.all(in: $0.text, of: module, file: $0.path) }
    }
  }

  /// The Swift files of a module: each path from the repository's folder, and its text.
  static func files(of module: String) throws -> [(path: String, text: String)] {
    guard let folder = try modules()[module] else { return [] }
    let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    return try (files ?? []).filter { $0.hasSuffix(".swift") }.sorted().map { file in
      let path = folder.appending(path: file)
      return (
        String(path.path.dropFirst(root.path.count + 1)),
        try String(contentsOf: path, encoding: .utf8)
      )
    }
  }
}
