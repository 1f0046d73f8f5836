import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

/// How the programs read their arguments, and what they say of those that they cannot read.
@Suite struct CommandLineTests {
  private static func run(
    _ words: [String], of program: String = "authledger"
  ) async throws -> Program.Outcome {
    try await Program().run(Program.product(program), words)
  }

  @Test("options may stand before the command")
  func before() async throws {
    let folder = try TemporaryFolder()
    let directory = folder.file("ledger")
    try Ledger.ofFixture("acme", directory).close()
    let usual = try await Self.run([
      "why", "acme", "--ledger", directory, "--at", "#9", "--language", "sv",
    ])
    for words in [
      ["--ledger", directory, "--language", "sv", "--at", "#9", "why", "acme"],
      ["--ledger=\(directory)", "why", "acme", "--at", "#9", "--language", "sv"],
    ] {
      let outcome = try await Self.run(words)
      #expect(outcome.output == usual.output && outcome.code == usual.code, "\(outcome)")
    }
    let nested = try await Self.run(["--ledger", directory, "people", "show"])
    #expect(nested.code == 0, "\(nested)")
    let connect = try await Self.run(
      ["--ledger", directory, "credentials"], of: "authledger-connect")
    #expect(connect.code == 0, "\(connect)")
  }

  private static let refusals: [(program: String, line: String, english: String, swedish: String)] =
    [
      (
        "authledger", "statsu",
        "There is no command “statsu” (did you mean status?); see `authledger help`.",
        "Det finns inget kommando ”statsu” (menade du status?); se `authledger help --language sv`."
      ),
      (
        "authledger", "help nope", "There is no command “nope”; see `authledger help`.",
        "Det finns inget kommando ”nope”; se `authledger help --language sv`."
      ),
      (
        "authledger", "--ledger x", "No command is named; see `authledger help`.",
        "Inget kommando är angivet; se `authledger help --language sv`."
      ),
      (
        "authledger", "history --folow",
        "There is no option --folow (did you mean --follow?); see `authledger help history`.",
        "Det finns inget val --folow (menade du --follow?); se `authledger help history --language sv`."
      ),
      (
        "authledger", "people introduce",
        "The argument <person> is missing; see `authledger help people introduce`.",
        "Argumentet <person> saknas; se `authledger help people introduce --language sv`."
      ),
      (
        "authledger", "status --provider fortnx",
        "“fortnx” is not one of the providers; did you mean fortnox?",
        "”fortnx” är ingen av leverantörerna; menade du fortnox?"
      ),
      (
        "authledger", "record acme configred",
        "“configred” is not one of the actions; did you mean configured?",
        "”configred” är ingen av händelserna; menade du configured?"
      ),
      (
        "authledger", "help verdict grant_ded",
        "“grant_ded” is not one of the verdicts; did you mean GRANT_DEAD?",
        "”grant_ded” är ingen av utslagen; menade du GRANT_DEAD?"
      ),
      (
        "authledger-connect", "tokn acme",
        "There is no command “tokn” (did you mean token?); see `authledger-connect help`.",
        "Det finns inget kommando ”tokn” (menade du token?); se `authledger-connect help --language sv`."
      ),
      (
        "authledger-connect", "help nope",
        "There is no command “nope”; see `authledger-connect help`.",
        "Det finns inget kommando ”nope”; se `authledger-connect help --language sv`."
      ),
      (
        "authledger-connect", "token",
        "The argument <company> is missing; see `authledger-connect help token`.",
        "Argumentet <company> saknas; se `authledger-connect help token --language sv`."
      ),
      (
        "authledger-connect", "serve --prot 1",
        "There is no option --prot (did you mean --port?); see `authledger-connect help serve`.",
        "Det finns inget val --prot (menade du --port?); se `authledger-connect help serve --language sv`."
      ),
      (
        "authledger-connect", "token ACME",
        "“ACME” is not a company id; one has 1 to 63 of a-z, 0-9 and -, and does not begin with -.",
        "”ACME” är inte ett företags-id; ett sådant har 1 till 63 av a-z, 0-9 och -, och börjar inte med -."
      ),
    ]

  @Test("what cannot be read is one sentence in both languages, with the way on")
  func refused() async throws {
    for refusal in Self.refusals {
      let words = refusal.line.split(separator: " ").map(String.init)
      for (option, says) in [([], refusal.english), (["--language", "sv"], refusal.swedish)] {
        let outcome = try await Self.run(words + option, of: refusal.program)
        #expect(outcome.code == 64 && outcome.output.isEmpty, "\(outcome)")
        #expect(outcome.error == "\(refusal.program): \(says)\n")
      }
    }
  }

  @Test("a company that was mistyped is told by its neighbour in the ledger")
  func company() async throws {
    let folder = try TemporaryFolder()
    let directory = folder.file("ledger")
    try Ledger.ofFixture("acme", directory).close()
    for command in ["status", "why", "log", "history"] {
      let near = try await Self.run([command, "amce", "--ledger", directory])
      #expect(near.code == 66 && near.error.contains("(did you mean acme?)"), "\(near)")
      let far = try await Self.run([command, "zebra", "--ledger", directory])
      #expect(far.code == 66 && !far.error.contains("did you mean"), "\(far)")
    }
  }

  @Test("system is said to be the ledger's own log", arguments: ["why", "status", "log"])
  func system(command: String) async throws {
    let outcome = try await Self.run([command, "system", "--ledger", "x"])
    #expect(outcome.code == 64)
    #expect(outcome.error.contains("the ledger's own log"))
    #expect(outcome.error.contains("`authledger history system --ledger x`"))
  }

  @Test("the ledger's own log is shown also while it is empty")
  func emptySystem() async throws {
    let folder = try TemporaryFolder()
    try Ledger.ofFixture("acme", folder.file("ledger")).close()
    let outcome = try await Program().run(
      ["history", "system", "--format", "table", "--ledger", folder.file("ledger")])
    #expect(outcome.code == 0 && outcome.output == "No record was found.\n", "\(outcome)")
  }

  @Test("a wrong AUTHLEDGER_LANGUAGE is refused, not passed over")
  func variable() async throws {
    let outcome = try await Program(environment: ["AUTHLEDGER_LANGUAGE": "de"]).run(["status"])
    #expect(outcome.code == 64)
    #expect(
      outcome.error
        == "authledger: AUTHLEDGER_LANGUAGE is neither en nor sv; set it to one of them.\n")
  }
}
