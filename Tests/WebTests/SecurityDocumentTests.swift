import Foundation
import TestSupport
import Testing

/// Holds the table of `docs/security.md` to the tests that it names.
@Suite struct SecurityDocumentTests {
  private static let points = 1...38

  @Test("every point names tests, and each of them is there")
  func table() throws {
    let page = try String(
      contentsOf: Golden.root.appending(path: "docs/security.md"), encoding: .utf8)
    let rows = page.split(separator: "\n").map { $0.split(separator: "|") }
      .compactMap { cells -> (point: Int, tests: Substring)? in
        guard cells.count == 4, let point = Int(cells[0].filter { $0 != " " }) else { return nil }
        return (point, cells[3])
      }
    #expect(rows.map(\.point) == Array(Self.points))
    let there = try Self.tests()
    for row in rows {
      let named = row.tests.split(separator: "`").filter { $0.contains(".") }.map(String.init)
      #expect(!named.isEmpty, "point \(row.point)")
      for test in named { #expect(there.contains(test), "point \(row.point): \(test)") }
    }
  }

  /// Every test as `Suite.function`: the functions that follow a `@Test`.
  private static func tests() throws -> Set<String> {
    let folder = Golden.root.appending(path: "Tests")
    var tests: Set<String> = []
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    where path.hasSuffix("Tests.swift") && !path.hasPrefix("Benchmarks") {
      let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
      guard let suite = text.firstMatch(of: /@Suite.*struct (\w+)/)?.1 else { continue }
      for part in text.split(separator: "@Test").dropFirst() {
        guard let name = part.firstMatch(of: /\n  func (\w+)\(/)?.1 else { continue }
        tests.insert("\(suite).\(name)")
      }
    }
    return tests
  }
}
