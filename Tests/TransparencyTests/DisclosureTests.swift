import Foundation
import Testing
import Transparency

/// RFC 9901 disclosures, as the RFC and another implementation have them.
@Suite struct DisclosureTests {
  private let vectors: [String: Any]

  init() throws { vectors = try Vectors.object("sd-jwt/vectors.json") }

  private func cases(_ name: String, _ list: String) throws -> [[String: Any]] {
    let group = try #require(vectors[name] as? [String: Any])
    return try #require(group[list] as? [[String: Any]])
  }

  @Test func digests() throws {
    let all =
      try cases("published", "cases") + cases("made_by_another_implementation", "disclosures")
    var checked = 0
    for entry in all {
      let array = try #require(entry["array"] as? NSArray)
      let texts = (entry["disclosures"] as? [String]) ?? [entry["disclosure"] as? String ?? ""]
      for text in texts {
        let disclosure = try #require(Disclosure(text))
        #expect(disclosure.description == text)
        #expect(Disclosure(json: disclosure.json) == disclosure)
        let value = try JSONSerialization.jsonObject(with: Data(disclosure.json)) as? NSArray
        #expect(value == array)
        if let digest = entry["digest"] as? String { #expect(disclosure.digest == digest) }
        checked += 1
      }
    }
    #expect(checked == 11)
  }

  @Test("one spelling only", arguments: ["", "Wy", "WyJ=", "a+b/", "A", "WyJf\n", "WyJb", "_w"])
  func spelling(_ text: String) {
    guard let disclosure = Disclosure(text) else { return }
    #expect(Disclosure(json: disclosure.json).description == text)
  }

  @Test func salt() {
    #expect(
      Disclosure.salt((0x0001_0203_0405_0607, 0x0809_0a0b_0c0d_0e0f)) == "AAECAwQFBgcICQoLDA0ODw")
  }
}
