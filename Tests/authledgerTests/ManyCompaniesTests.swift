import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

/// Questions about many companies: which, in what order, how many, and what that means.
@Suite struct ManyCompaniesTests {
  private let folder: TemporaryFolder
  private let program: Program
  private static let at = ["--at", "2026-11-24"]

  init() throws {
    folder = try TemporaryFolder()
    program = Program(environment: ["AUTHLEDGER_HOME": folder.file("ledger")])
    try Ledger.ofFixtures(folder.file("ledger")).close()
  }

  private func run(_ line: String, input: String = "") async throws -> Program.Outcome {
    let words = line.split(separator: " ").map(String.init)
    return try await program.run(words + Self.at, input: Array(input.utf8))
  }

  /// The cells of a column, one a row.
  private func column(_ name: String, _ line: String, input: String = "") async throws -> [String] {
    let outcome = try await run(line + " --format csv", input: input)
    let rows = outcome.output.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let index = try #require(rows.first?.firstIndex(of: name), "\(outcome)")
    return rows.dropFirst().map { $0[index] }
  }

  @Test("each option of status alone, several values as or, several options as and")
  func filters() async throws {
    let all = try await column("verdict", "status")
    let dead = try await column("verdict", "status --verdict GRANT_DEAD")
    #expect(Set(dead) == ["GRANT_DEAD"] && dead.count == all.filter { $0 == "GRANT_DEAD" }.count)
    let two = try await column("verdict", "status --verdict grant_dead --verdict DENIED")
    #expect(Set(two) == ["GRANT_DEAD", "DENIED"])
    #expect(
      Set(try await column("phase", "status --phase active --phase permissionDenied"))
        == ["active", "permissionDenied"])
    #expect(try await column("company", "status --phase active --verdict GRANT_DEAD").isEmpty)
    #expect(
      Set(try await column("warnings", "status --warning endsSoon")).allSatisfy {
        $0.contains("endsSoon")
      })
    #expect(
      Set(try await column("verdict", "status --layer licence --layer account")) == [
        "LICENCE_MISSING", "CALLBACK_EMPTY",
      ])
    #expect(try await column("company", "status --fixer operations").contains("client-rejected"))
    let ending = try await column("expires", "status --expires-within 3w")
    #expect(!ending.isEmpty)
    #expect(ending.allSatisfy { $0 > "2026-11-24" && $0 <= "2026-12-15" }, "\(ending)")
  }

  @Test("what the clock alone changed is changed: an attempt, a grant, and a person's grant")
  func clock() async throws {
    let changed = try await column("company", "status --changed-since 2026-11-23")
    #expect(changed == (try await column("company", "status --changed-since 24h")))
    let times = try await column("changed", "status --changed-since 30d --sort changed")
    #expect(times == times.sorted() && times.allSatisfy { $0 >= "2026-10-25" })
    func at(_ time: String) async throws -> [String] {
      let outcome = try await program.run([
        "status", "closed-page", "--changed-since", "5m", "--at", time, "--format", "csv",
      ])
      return outcome.output.split(separator: "\n").dropFirst().map(String.init)
    }
    let expiry = try await column("changed", "status closed-page --changed-since 90d")
    let time = try #require(expiry.first.flatMap { Timestamp($0) })
    #expect(try await at(time.adding(seconds: -1).description).isEmpty)
    let after = try await at(time.adding(seconds: 1).description)
    #expect(after.count == 1 && after[0].contains("ABANDONED"), "\(after)")
    #expect(try await at(time.adding(seconds: 301).description).isEmpty)
  }

  @Test("companies by ids, patterns and standard input, each once and in order")
  func companies() async throws {
    #expect(
      try await column("company", "status payments acme") == ["acme", "payments", "payments"])
    let scopes = ["scope-not-enabled-1", "scope-not-enabled-2", "scope-not-enabled-3"]
    #expect(try await column("company", "status scope-not-enabled-?") == scopes)
    #expect(try await column("company", "status scope-n* scope-not-enabled-1") == scopes)
    let piped = "\n acme \r\nscope-*-1\nacme\n"
    #expect(try await column("company", "status -", input: piped) == ["acme", scopes[0]])
    #expect(try await column("company", "status -", input: "\n").isEmpty)
    #expect(try await column("company", "why - happy-path", input: piped).count == 3)
    #expect(
      try await column("verdict", "failures scope-not-enabled-* acme") == [
        "SCOPE_NOT_ENABLED", "AUTHORIZER_LACKS_RIGHTS",
      ])
  }

  @Test("standard input is read once, also where projections are built anew first")
  func rebuilt() async throws {
    let file = folder.file("ledger") + "/ledger.sqlite"
    _ = try await SQLiteShell.run("UPDATE projection SET fingerprint = 'older'", on: file)
    let outcome = try await program.run(
      ["status", "-", "--format", "csv"], input: Array("acme\nhappy-path\n".utf8))
    #expect(outcome.output.split(separator: "\n").count == 3, "\(outcome)")
  }

  @Test(
    "what names nothing is refused in a sentence that says what it is",
    arguments: [
      ("status zz*", "", Int32(66), "zz*"), ("status acme nobody", "", 66, "nobody"),
      ("why acme nobody", "", 66, "nobody"), ("why -", "acme\nnobody", 66, "nobody"),
      ("status -", "acme\nÅÄÖ\n", 65, "line 2"), ("status AC*", "", 64, "AC*"),
      ("failures zz*", "", 66, "zz*"), ("status --phase broken", "", 64, "grantExpired"),
      ("status --verdict BROKEN", "", 64, "GRANT_DEAD"), ("status --layer x", "", 64, "approver"),
      ("status --fixer x", "", 64, "providerAdministrator"),
      ("status --warning x", "", 64, "endsSoon"), ("status --expires-within 7", "", 64, "7d"),
      ("status --expires-within -7d", "", 64, "<duration>"),
      ("status --changed-since x", "", 64, "“x”"),
      ("status --sort size", "", 64, "company, provider, phase"),
      ("failures --sort phase", "", 64, "count, verdict"), ("status --limit 0", "", 64, "--limit"),
      ("failures --companies --summary", "", 64, "--summary"),
      ("failures --verdict HEALTHY", "", 64, "authledger status --verdict HEALTHY"),
      ("why acme happy-path --proof x", "", 64, "--proof"), ("why a* --proof x", "", 64, "--proof"),
      ("status --sort changed", "", 64, "records, warnings"),
    ])
  func refused(_ line: String, _ input: String, _ code: Int32, _ says: String) async throws {
    let outcome = try await run(line, input: input)
    #expect(outcome.code == code, "\(outcome)")
    #expect(outcome.output.isEmpty && outcome.error.contains(says), "\(outcome.error)")
  }

  @Test("rows are sorted by a column, upwards and downwards, what is empty last")
  func sorted() async throws {
    let expires = try await column("expires", "status --sort expires")
    let filled = expires.filter { !$0.isEmpty }
    #expect(filled == filled.sorted() && Array(expires.prefix(filled.count)) == filled)
    let downwards = try await column("expires", "status --sort -expires")
    #expect(Array(downwards.prefix(filled.count)) == filled.reversed())
    let records = try await column("records", "status --sort -records").compactMap { Int($0) }
    #expect(records == records.sorted(by: >) && records.contains(10), "numbers, not digits")
    let providers = try await column("company", "status --sort provider")
    let fortnox = try await column("company", "status --provider fortnox")
    #expect(Array(providers.prefix(fortnox.count)) == fortnox, "else in the order of companies")
    let verdicts = try await column("verdict", "failures --sort verdict")
    #expect(verdicts == verdicts.sorted())
  }

  @Test("a limit cuts after sorting, and a table says how much it cut")
  func limited() async throws {
    let all = try await column("company", "status --sort -records")
    #expect(try await column("company", "status --sort -records --limit 3") == Array(all.prefix(3)))
    let table = try await run("status --limit 3 --format table --language en").output
    #expect(
      table.contains("… and \(all.count - 3) more; leave out --limit to see all."), "\(table)")
    let whole = try await run("status --limit \(all.count) --format table --language en").output
    #expect(!whole.contains("more;"))
    let json = try await run("status acme --limit 1 --format json").output
    #expect(json.hasPrefix("["), "a question about rows has an array")
  }

  @Test("a summary counts by phase and verdict in every format")
  func summary() async throws {
    let counts = try await column("count", "status --summary").compactMap { Int($0) }
    let all = try await column("company", "status").count
    #expect(counts.reduce(0, +) == all && counts == counts.sorted(by: >))
    let failing = try await column("verdict", "failures --summary")
    #expect(!failing.isEmpty && !failing.contains("HEALTHY"))
    let jsonl = try await run("status --summary --phase active --sort verdict --format jsonl")
      .output
    #expect(jsonl.contains(#"{"phase":"active","verdict":"HEALTHY","count":"#))
    #expect(
      try await run("status --summary acme --format table").output.contains("permissionDenied"))
  }

  @Test("with --exit-code anything that matches is 1")
  func exitCode() async throws {
    #expect(try await run("status --verdict GRANT_DEAD --exit-code").code == 1)
    #expect(try await run("status --verdict GRANT_DEAD").code == 0)
    #expect(try await run("status --verdict SUPERSEDED --exit-code").code == 0)
    #expect(try await run("failures --exit-code").code == 1)
    #expect(try await run("failures --exit-code happy-path").code == 0)
    #expect(try await run("failures --fixer provider --exit-code").code == 0)
    #expect(try await run("status --summary --phase active --exit-code").code == 1)
  }

  @Test("failures give roles as codes to programs and as titles to people, and mark what they cut")
  func failures() async throws {
    let csv = try await run("failures --format csv").output
    #expect(csv.contains("companyAdministrator") && !csv.contains("administrator in"))
    let table = try await run("failures --format table --language en").output
    #expect(table.contains("the company's administrator") && table.contains("SINCE"))
    let more = try await column("more", "failures")
    let counts = try await column("count", "failures")
    let named = try await column("companies", "failures").map { $0.split(separator: " ").count }
    for index in counts.indices {
      #expect(Int(counts[index]) == named[index] + (Int(more[index]) ?? -1))
    }
    let several = try await column("company", "failures --companies --verdict ABANDONED")
    #expect(several == (try await column("company", "status --verdict ABANDONED")))
    let largest = try #require(counts.first.flatMap { Int($0) })
    if largest > 5 { #expect(table.contains(" +\(largest - 5)")) }
    #expect(largest > 5 || !table.contains(" +"))
  }

  @Test(
    "why about several gives an array, names integrations where there are two, the worst counts")
  func why() async throws {
    let json = try await run("why happy-path payments --format json")
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
    #expect(rows.map { $0["company"] as? String } == ["happy-path", "payments", "payments"])
    #expect(json.code == 1)
    #expect(try await run("why happy-path").code == 0)
    #expect(try await run("why happy-path service-account").code == 0)
    let one = try await run("why - --format json", input: "happy-path")
    #expect(one.output.hasPrefix("["), "how many lines there are does not change the shape")
    let table = try await run("why happy-path payments --format table --language en").output
    #expect(table.contains("Fortnox: payments") && !table.contains("Fortnox: happy-path"))
    let none = try await run("why - --format table --language en", input: "")
    #expect(none.code == 0 && none.output.contains("name a company"))
    let other = try await run("why happy-path payments --provider fortnox-payments")
    #expect(other.code == 66 && other.error.contains("happy-path has no integration with"))
  }

  @Test("where nothing is found, the answer says what was asked and what to do")
  func empty() async throws {
    let asked = "status --phase configured --verdict GRANT_DEAD --provider fiken --format table"
    let english = try await run(asked + " --language en")
    #expect(
      english.output.hasPrefix(
        """
        Nothing matches --phase configured --verdict GRANT_DEAD --provider fiken; leave something out, or
        see what there is:
          authledger status --summary
        """))
    let swedish = try await run(asked + " --language sv")
    #expect(swedish.output.contains("Inget motsvarar --phase configured"))
    let fine = try await run("failures happy-path --format table --language en")
    #expect(fine.output == "Nothing fails.\n")
    let piped = try await run("status - --format table --language en", input: "")
    #expect(piped.output == "Standard input names no company; write one id a line.\n")
    for format in [("json", "[]\n"), ("jsonl", "")] {
      #expect(try await run("status --verdict SUPERSEDED --format \(format.0)").output == format.1)
    }
  }

  @Test("the pages are what they were, in both languages", arguments: ["en", "sv"])
  func pages(_ language: String) async throws {
    var text = ""
    for line in [
      "status --summary", "status --changed-since 3d", "status --fixer support --fixer operations",
      "failures", "failures --limit 2", "failures --companies --sort -latest --limit 5",
    ] {
      text += "$ authledger \(line)\n"
      text += try await run(line + " --format table --language \(language)").output + "\n"
    }
    try Golden(Golden.root.appending(path: "Tests/authledgerTests/golden"))
      .expect(text, "many/\(language).txt")
  }
}
