import Foundation
import OpenAPI
import TestSupport
import Testing

/// `docs/errors.md` has every word of an error, as the code and the document do.
@Suite struct ErrorsPageTests {
  private static func text(_ path: String) throws -> String {
    try String(contentsOf: Golden.root.appending(path: path), encoding: .utf8)
  }

  /// The words of a section's table, each with the statuses that it names.
  private static func table(_ title: String) throws -> [String: Set<Int>] {
    let section = try #require(
      try text("docs/errors.md").components(separatedBy: "\n## \(title)\n").dropFirst().first?
        .components(separatedBy: "\n## ").first)
    let rows = section.matches(of: #/\n\| `(\w+)` \| ([\d, ]+) \|/#)
    return Dictionary(
      uniqueKeysWithValues: rows.map { row in
        (String(row.1), Set(row.2.split(separator: ",").compactMap { Int($0.trimmed) }))
      })
  }

  /// The words that the server's sources make errors with.
  private static func code() throws -> Set<String> {
    let folder = Golden.root.appending(path: "Sources/Web")
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".swift") }
    return try files.reduce(into: []) { words, file in
      let source = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      let made = source.matches(of: #/(?:WebError|self\.init)\(\s*(?:\w*\.)?\w+,\s*"(\w+)"/#)
      words.formUnion(made.map { String($0.1) })
    }
  }

  @Test("the page has each word that the code has, once, and no other")
  func words() throws {
    let (programs, pages) = (try Self.table("Answers to programs"), try Self.table("Only on pages"))
    #expect(Set(programs.keys).isDisjoint(with: pages.keys))
    let code = try Self.code()
    #expect(code.count > 25, "the words of the code were found")
    #expect(code == Set(programs.keys).union(pages.keys))
  }

  @Test("what the rules refuse with is on the page")
  func rules() throws {
    let page = try Self.text("docs/errors.md")
    let source = try Self.text("Sources/Integrations/Rules/Rejection.swift")
    let words = source.matches(of: #/case \.\w+: "(\w+)"/#).map { String($0.1) }
    #expect(words.count > 20)
    for word in words { #expect(page.contains("`\(word)`"), "\(word)") }
  }

  @Test("the document has each word of an answer to programs at each of its statuses, and no other")
  func document() throws {
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(OpenAPI.document())) as? [String: Any])
    let components = try #require(document["components"] as? [String: Any])
    let responses = try #require(components["responses"] as? [String: [String: Any]])
    var told: [String: Set<Int>] = [:]
    for response in responses.values {
      let content = response["content"] as? [String: [String: Any]]
      let examples = content?["application/problem+json"]?["examples"] as? [String: [String: Any]]
      for (word, example) in examples ?? [:] {
        let value = try #require(example["value"] as? [String: Any])
        #expect(value["error"] as? String == word)
        #expect((value["type"] as? String)?.hasSuffix("#\(word)") == true)
        told[word, default: []].insert(try #require(value["status"] as? Int))
      }
    }
    var page = try Self.table("Answers to programs")
    // Another method than the address has is no answer of an operation, and only the addresses from
    // before `/v1` have these.
    for word in ["method", "link"] { page[word] = nil }
    page["notRefreshed"]?.remove(502)
    #expect(told == page)
  }
}

extension Substring {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
