import ArgumentParser
import CommandKit
import Integrations
import Testing

/// The values of options that both programs take.
@Suite struct ParseTests {
  @Test("what is well-formed is read")
  func good() throws {
    #expect(try Parse.company("acme").id == "acme")
    #expect(try Parse.provider("fortnox-payments") == .fortnoxPayments)
    #expect(try Parse.actor("support:s-3") == Actor(.support, "s-3"))
  }

  @Test("what is not says in a sentence what it is not, and shows no secret")
  func bad() {
    let secret = "3f2c1b0a-9d8e-4c7b-a6f5-e4d3c2b1a090"
    for parse in [
      { try Parse.company($0 + "!") as Any }, { try Parse.provider($0) }, { try Parse.actor($0) },
    ] as [(String) throws -> Any] {
      let error = #expect(throws: (any Error).self) { _ = try parse(secret) }
      let sentence = error.map { "\($0)" } ?? ""
      #expect(sentence.contains("[removed]") && !sentence.contains(secret), "\(sentence)")
    }
  }

  @Test("a ledger's directory is the option's, and an empty one is refused")
  func place() throws {
    #expect(try LedgerOptions.parse(["--ledger", "/tmp/x"]).path == "/tmp/x")
    #expect(throws: (any Error).self) { try LedgerOptions.parse(["--ledger", ""]) }
  }

  @Test("who runs a command is the one who is given, else the user")
  func actor() throws {
    #expect(try ActorOption.parse(["--actor", "support:s-3"]).actor == Actor(.support, "s-3"))
    #expect(try ActorOption.parse([]).actor == ActorOption.caller)
    #expect(ActorOption.caller.role == .operator)
  }
}
