import ArgumentParser
import CommandKit
import Integrations
import Testing

/// The language of a run, also when its arguments cannot be parsed.
@Suite struct LanguageTests {
  @Test("the option names it in either form, wherever it stands")
  func named() {
    #expect(Language.named(in: ["nonsense", "--language", "sv"]) == .swedish)
    #expect(Language.named(in: ["--language=sv", "status", "--at"]) == .swedish)
    #expect(Language.named(in: ["status", "--", "--language", "sv"]) == .ofEnvironment)
    #expect(Language.named(in: ["status", "--language", "de"]) == .ofEnvironment)
    #expect(Language.named(in: ["status", "--language"]) == .ofEnvironment)
    #expect(Language.named(in: []) == .ofEnvironment)
  }

  @Test("the parsed option says the same")
  func parsed() throws {
    #expect(try LedgerOptions.parse(["--language", "sv"]).language == .swedish)
    #expect(try LedgerOptions.parse([]).language == .ofEnvironment)
  }
}
