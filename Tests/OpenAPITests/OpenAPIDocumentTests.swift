import Foundation
import TestSupport
import Testing

@testable import OpenAPI

/// The document is complete: nothing in it leads nowhere, and nothing stands beside it.
@Suite struct OpenAPIDocumentTests {
  private let document: [String: Any]

  init() throws {
    document = try #require(
      try JSONSerialization.jsonObject(with: Data(OpenAPI.document())) as? [String: Any])
  }

  @Test("every reference leads to a place in the document")
  func references() {
    let all = Self.references(in: document)
    #expect(all.count > 100, "the references were found")
    for reference in all where Self.place(reference, in: document) == nil {
      Issue.record("\(reference) leads nowhere")
    }
  }

  @Test(
    "every part is used",
    arguments: ["schemas", "parameters", "responses", "headers", "securitySchemes"])
  func used(section: String) throws {
    let components = try #require(document["components"] as? [String: [String: Any]])
    let parts = try #require(components[section])
    let paths = try #require(document["paths"])
    // What is only used by a part that nothing uses is not used either.
    var reached: Set<String> = []
    var next = Self.references(in: paths)
    while let reference = next.popFirst() {
      guard reached.insert(reference).inserted, let place = Self.place(reference, in: document)
      else { continue }
      next.formUnion(Self.references(in: place))
    }
    if section == "securitySchemes" {
      let named = Self.values(of: "security", in: paths).flatMap { $0 as? [[String: Any]] ?? [] }
      reached = Set(named.flatMap(\.keys).map { "#/components/securitySchemes/\($0)" })
    }
    for name in parts.keys.sorted() {
      let place = "#/components/\(section)/\(name)"
      #expect(reached.contains { $0 == place || $0.hasPrefix("\(place)/") }, "\(name) is not used")
    }
  }

  @Test("the list of parts is the folder, and each is small")
  func files() throws {
    let all = Part.paths + Part.parameters + Part.schemas + Part.responses + Part.headers
    let folder = Golden.root.appending(path: "Sources/OpenAPI/parts")
    let found = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".json") }
    #expect(found.sorted() == (all + [Part.root]).map(\.name).sorted())
    for file in all + [Part.root] {
      #expect(file.bytes.count < 4096, "\(file.name)")
      #expect(
        try file.bytes == Array(Data(contentsOf: folder.appending(path: file.name))),
        "\(file.name) is listed with another's bytes")
    }
  }

  @Test("a part stands in the folder of its section, and is named after it")
  func names() {
    for (folder, files, ending) in [
      ("paths/", Part.paths, ".path.json"), ("schemas/", Part.schemas, ".schema.json"),
      ("parameters/", Part.parameters, ".parameters.json"),
      ("responses/", Part.responses, ".responses.json"),
      ("headers/", Part.headers, ".headers.json"),
    ] {
      #expect(
        files.allSatisfy { $0.name.hasPrefix(folder) && $0.name.hasSuffix(ending) }, "\(folder)")
    }
  }

  @Test("a tool that others wrote finds nothing against it, and it is in RFC 8785 form")
  func validator() async throws {
    let outcome = try await PackagedPython.run(
      "Tests/OpenAPITests/validate.py", input: OpenAPI.document())
    #expect(outcome.code == 0, "\(outcome)")
  }

  /// Every value of a name, at any depth.
  private static func values(of name: String, in value: Any) -> [Any] {
    if let list = value as? [Any] { return list.flatMap { values(of: name, in: $0) } }
    guard let members = value as? [String: Any] else { return [] }
    return members.flatMap { key, value in
      (key == name ? [value] : []) + values(of: name, in: value)
    }
  }

  private static func references(in value: Any) -> Set<String> {
    Set(values(of: "$ref", in: value).compactMap { $0 as? String })
  }

  /// What a reference leads to; nil for nothing.
  private static func place(_ reference: String, in document: [String: Any]) -> Any? {
    guard reference.hasPrefix("#/") else { return nil }
    return reference.dropFirst(2).split(separator: "/").reduce(document as Any?) { value, key in
      (value as? [String: Any])?[String(key)]
    }
  }
}
