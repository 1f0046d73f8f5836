import ArgumentParser
import CommandKit
import Integrations
import Testing

/// Which integration a command acts on.
@Suite struct ProviderOptionTests {
  private let acme = Company("acme")

  @Test("the option decides, then the company's only integration, and none is none")
  func chosen() throws {
    let acme = try #require(acme)
    let silent = try ProviderOption.parse([])
    #expect(try silent.provider(of: acme, with: [.fiken]) == .fiken)
    #expect(try silent.provider(of: acme, with: []) == nil)
    let named = try ProviderOption.parse(["--provider", "fortnox-payments"])
    #expect(try named.provider(of: acme, with: [.fiken, .fortnox]) == .fortnoxPayments)
    #expect(throws: (any Error).self) { try ProviderOption.parse(["--provider", "visma"]) }
  }

  @Test("several integrations and no option end the command with 64 and their names")
  func several() throws {
    let acme = try #require(acme)
    let error = #expect(throws: CommandError.self) {
      try ProviderOption.parse([]).provider(of: acme, with: [.fortnox, .fiken])
    }
    #expect(error?.failure == .usage)
    #expect(
      error?.text.english
        == "acme has integrations with fiken and fortnox; name one with --provider.")
  }

  @Test("providers in a sentence stand in the order of their ids")
  func sentence() {
    #expect(Provider.named(last: "or") == "fiken, fortnox or fortnox-payments")
    #expect(Provider.named([.fiken], last: "and") == "fiken")
    #expect(Provider.named([], last: "and").isEmpty)
  }
}
