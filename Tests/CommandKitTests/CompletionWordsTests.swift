import Testing

@testable import CommandKit

/// Which ledger a command line that is being typed names.
@Suite struct CompletionWordsTests {
  @Test(
    "in the forms in which shells hand it over",
    arguments: [
      (["authledger", "why", "--ledger", "/a", "ac"], "/a"),
      (["authledger", "why", "--ledger", "=", "/a", "ac"], "/a"),
      (["authledger", "why", "--ledger=/a", "ac"], "/a"),
    ])
  func named(words: [String], ledger: String) {
    #expect(CommandLineWords.ledger(in: words) == ledger)
  }

  @Test("without one, or while it is being typed, the usual one")
  func unnamed() {
    for words in [["authledger", "why", ""], ["authledger", "why", "--ledger"], []] {
      #expect(CommandLineWords.ledger(in: words) == LedgerOptions.standardPath)
    }
    #expect(CommandLineWords.ledger(in: ["--ledger", "~/l"]).hasPrefix("/"))
  }
}
