import Foundation
import TestSupport
import Testing

/// What docs/architecture.md says is so.
@Suite struct DocumentTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private let text: String

  init() throws {
    text = try String(
      contentsOf: Self.root.appending(path: "docs/architecture.md"), encoding: .utf8)
  }

  /// What stands between backticks.
  private var quoted: [String] {
    text.components(separatedBy: "`").enumerated().compactMap { $0 % 2 == 1 ? $1 : nil }
  }

  private static func sources() throws -> [String] {
    try ["Sources", "Schema", "Fixtures"].flatMap { folder in
      let path = root.appending(path: folder).path
      return try FileManager.default.subpathsOfDirectory(atPath: path)
        .filter { $0.hasSuffix(".swift") }
        .map { try String(contentsOfFile: "\(path)/\($0)", encoding: .utf8) }
    }
  }

  /// True if a file declares a member and declares or extends its type.
  private static func declares(_ type: String, _ member: String?, _ source: String) throws -> Bool {
    let kinds = "(struct|enum|class|protocol|extension|typealias)"
    // Few files hold the word, and looking for it is quick.
    guard source.contains(type), source.contains(try Regex("\\b\(kinds) \(type)\\b")) else {
      return false
    }
    guard let member else { return true }
    return source.contains(try Regex("\\b(func|var|let) \(member)\\b"))
  }

  @Test("every type, function and file that it names is there")
  func names() throws {
    let sources = try Self.sources()
    var count = 0
    for name in quoted {
      if name.contains("/") {
        guard name.contains("."), !name.hasPrefix("/") else { continue }
        let path = Self.root.appending(path: name).path
        #expect(FileManager.default.fileExists(atPath: path), "\(name)")
      } else if let match = name.wholeMatch(of: #/([A-Z]\w+)(?:\.(\w+))?/#) {
        let isModule = FileManager.default.fileExists(
          atPath: Self.root.appending(path: "Sources/\(name)").path)
        let (type, member) = (String(match.1), match.2.map(String.init))
        let isDeclared = try sources.contains { try Self.declares(type, member, $0) }
        let isThere = isModule || name == "Schema" || isDeclared
        #expect(isThere, "\(name)")
      } else {
        continue
      }
      count += 1
    }
    #expect(count > 50)
  }

  @Test("the layout in README.md has every folder of the sources, and no other")
  func layout() throws {
    let page = try String(
      contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
    let named = page.matches(of: #/`Sources/([\w-]+)`/#).map { String($0.1) }
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Self.root.appending(path: "Sources").path)
    #expect(Set(named) == Set(folders))
  }

  @Test("every module is in its table and in its picture, which is drawn from the imports")
  func picture() async throws {
    let drawing = try await Program().run(
      URL(filePath: "/usr/bin/python3"),
      [Self.root.appending(path: "Tests/ArchitectureTests/picture.py").path])
    let stored = try String(
      contentsOf: Self.root.appending(path: "docs/architecture.svg"), encoding: .utf8)
    #expect(
      drawing.code == 0 && drawing.output == stored,
      "run Tests/ArchitectureTests/picture.py > docs/architecture.svg")
    let table = text.components(separatedBy: "\n").filter { $0.hasPrefix("| `") }
    let modules = try FileManager.default.contentsOfDirectory(
      atPath: Self.root.appending(path: "Sources").path)
    for module in modules where stored.contains(">\(module)</text>") {
      #expect(table.contains { $0.hasPrefix("| `\(module)` ") }, "\(module)")
    }
  }
}
