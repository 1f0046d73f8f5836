import Integrations
import TestSupport
import Testing
import Vault

/// Every error of the vault is a sentence in both languages.
@Suite struct VaultErrorTests {
  private static let examples: [VaultError] = [
    .busy(file: "vault.sqlite"),
    .io(file: "vault.sqlite", what: Text("it is bad", "den är dålig")),
    .newer(file: "vault.sqlite"), .malformedKey("keys/vault-key"), .unknownKey(id: "12ab"),
    .unopenable(field: "accessToken"),
  ]

  @Test("the examples are of every case")
  func everyCase() { #expect(Self.examples.map(Self.place) == Array(0..<Self.examples.count)) }

  @Test("each is a sentence in both languages", arguments: examples)
  func sentences(error: VaultError) {
    expectSentence(error.text)
    #expect(error.description == error.text.english)
  }

  /// The number of the case; a new case must have an example above.
  private static func place(_ error: VaultError) -> Int {
    switch error {
    case .busy: 0
    case .io: 1
    case .newer: 2
    case .malformedKey: 3
    case .unknownKey: 4
    case .unopenable: 5
    }
  }
}
