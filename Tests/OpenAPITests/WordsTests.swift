import Foundation
import Integrations
import Testing

@testable import OpenAPI

/// The closed lists of the document are those of the code.
@Suite struct WordsTests {
  private let schemas: [String: [String: Any]]

  init() throws {
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(OpenAPI.document())) as? [String: Any])
    let components = try #require(document["components"] as? [String: Any])
    schemas = try #require(components["schemas"] as? [String: [String: Any]])
  }

  @Test("a word of the code is a word of the document, and the other way round")
  func words() {
    expect("phase", Phase.self)
    expect("verdict", VerdictCode.self)
    expect("layer", Layer.self)
    expect("fixer", Advice.Fixer.self)
    expect("confidence", Advice.Confidence.self)
    expect("retry", Advice.Retry.self)
    expect("severity", CompanyLogSeverity.self)
    expect("reason", Failed.Reason.self)
    expect("warningCode", WarningCode.self)
    expect("logCode", CompanyLogCode.self)
    expect("stepCode", StepCode.self)
  }

  private func expect<Value: RawRepresentable & CaseIterable>(_ name: String, _: Value.Type)
  where Value.RawValue == String {
    let words = schemas[name]?["enum"] as? [String] ?? []
    #expect(Set(words) == Set(Value.allCases.map(\.rawValue)), "\(name)")
    #expect(Set(words).count == words.count, "\(name)")
  }
}
