import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing
import Vault
import Visits

/// `authledger-connect keys`, as an operator runs it.
@Suite struct ServiceKeyCommandTests {
  private let folder: TemporaryFolder
  private let path: String
  private let program: Program

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("ledger")
    program = Program(environment: ["AUTHLEDGER_HOME": path, "LANG": "C"])
    try Ledger.create(path).close()
  }

  private func keys(_ arguments: String...) async throws -> Program.Outcome {
    try await program.run(Program.product("authledger-connect"), ["keys"] + arguments)
  }

  /// Makes a key and gives its value.
  private func make(_ name: String = "moment-prod", _ more: String...) async throws -> String {
    let outcome = try await program.run(
      Program.product("authledger-connect"),
      ["keys", "create", "--name", name, "--scopes", "records:read,status:read"] + more)
    #expect(outcome.code == 0, "\(outcome.error)")
    return String(outcome.output.dropLast())
  }

  private func vault() throws -> Vault {
    try Vault(path, keys: VaultKeys(path, environment: [:]))
  }

  /// The records about service keys, as they are stored.
  private func records(_ type: String = "serviceKey") async throws -> [String] {
    let history = try await program.run(["history", "system", "--format", "jsonl"]).output
    return history.split(separator: "\n").map(String.init).filter { $0.contains("ledger.\(type)") }
  }

  private let now = Effects.live.now()

  // MARK: Making

  @Test("the key alone is on standard output, works, and is told and recorded without its value")
  func created() async throws {
    let outcome = try await keys(
      "create", "--name", "moment-prod", "--scopes", "status:read, records:read,status:read",
      "--companies", "beta,acme", "--expires", "90d", "--requests-per-minute", "10", "--actor",
      "operator:o-1")
    #expect(outcome.code == 0)
    #expect(outcome.output.wholeMatch(of: /ak_[A-Za-z0-9_-]{43}\n/) != nil)
    let value = String(outcome.output.dropLast())
    let key = try #require(try vault().serviceKey(value, at: now))
    #expect(key.name == "moment-prod" && key.scopes == [.recordsRead, .statusRead])
    #expect(key.companies == [.acme, .beta] && key.requestsPerMinute == 10)
    #expect(key.createdBy == Actor("operator:o-1"))
    let end = try #require(key.expiresAt)
    #expect(end == key.createdAt.adding(seconds: 90 * Limits.daySeconds))
    for part in ["moment-prod", "records:read, status:read", "acme, beta", "\(key.id)"] {
      #expect(outcome.error.contains(part), "\(part)")
    }
    #expect(outcome.error.contains("Nothing is recorded of acme yet"))
    let records = try await records()
    #expect(records.count == 1)
    #expect(
      records[0].contains(
        #"{"companies":["acme","beta"],"expiresAt":"\#(end)","key":"\#(key.id)","#
          + #""name":"moment-prod","scopes":["records:read","status:read"]}"#), "\(records)")
    #expect(records[0].contains(#""authid":"operator:o-1""#))
    let typed = try await program.run([
      "history", "--type", "serviceKey.created", "--format", "table", "--language", "sv",
    ])
    #expect(typed.output.contains("Tjänstenyckeln ”moment-prod”"), "\(typed.output)")
  }

  @Test("a key without options is for all companies and never ends")
  func plain() async throws {
    let key = try #require(try vault().serviceKey(try await make(), at: now))
    #expect(key.companies == nil && key.expiresAt == nil && key.requestsPerMinute == nil)
    #expect(try await records()[0].contains(#""data":{"key":""#))
  }

  @Test("a date is the beginning of that day in the zone of the option")
  func date() async throws {
    let value = try await make(
      "a", "--expires", "2099-01-01", "--time-zone", "Europe/Stockholm")
    #expect(
      try vault().serviceKey(value, at: now)?.expiresAt == Timestamp("2098-12-31T23:00:00.000Z"))
  }

  @Test("what cannot be a key is refused in one sentence, and nothing is made or recorded")
  func refused() async throws {
    let good = ["--name", "a", "--scopes", "records:read"]
    let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"
    let cases: [(arguments: [String], says: String)] = [
      (["--scopes", "records:read"], "--name"), (["--name", "a"], "--scopes"),
      (["--name", "a", "--scopes", "records"], "not one of the scopes"),
      (["--name", "a", "--scopes", "record:read"], "did you mean records:read?"),
      (["--name", "a", "--scopes", "records:read,"], "not one of the scopes"),
      (["--name", " ", "--scopes", "records:read"], "1 to 200 bytes"),
      (["--name", String(repeating: "ab ", count: 67), "--scopes", "records:read"], "200 bytes"),
      (["--name", "a\nb", "--scopes", "records:read"], "on one line"),
      (["--name", "anna@example.com", "--scopes", "records:read"], "e-mail address"),
      (["--name", token, "--scopes", "records:read"], "JSON Web Token"),
      (good + ["--companies", "ACME"], "not a company id"),
      (good + ["--companies", "acme,"], "not a company id"),
      (good + ["--companies", "system"], "not a company"),
      (good + ["--expires", "2020-01-01"], "which is over"),
      (good + ["--expires", "0d"], "which is over"),
      (good + ["--expires", "yesterday"], "not a time to come"),
      (good + ["--expires", "90 days"], "not a time to come"),
      (good + ["--requests-per-minute", "0"], "whole number from 1"),
      (good + ["--requests-per-minute", "many"], "whole number from 1"),
      (good + ["--actor", "root"], "not an actor"),
    ]
    for (arguments, says) in cases {
      for language in ["en", "sv"] {
        let outcome = try await program.run(
          Program.product("authledger-connect"),
          ["keys", "create", "--language", language] + arguments)
        #expect(outcome.code == 64 && outcome.output.isEmpty, "\(arguments): \(outcome)")
        #expect(outcome.error.split(separator: "\n").count == 1, "\(outcome.error)")
        #expect(!outcome.error.contains(token) && !outcome.error.contains("anna@"))
        if language == "en" { #expect(outcome.error.contains(says), "\(outcome.error)") }
      }
    }
    #expect(try vault().serviceKeys().isEmpty)
    #expect(try await records().isEmpty)
  }

  @Test("where there is no ledger, or one that takes no records, no key is made")
  func elsewhere() async throws {
    let missing = try await keys(
      "create", "--name", "a", "--scopes", "records:read", "--ledger", folder.file("none"))
    #expect(missing.code == 66)
    _ = try await make()
    #expect(try await program.run(["backup", folder.file("copy")]).code == 0)
    let copy = try await keys(
      "create", "--name", "a", "--scopes", "records:read", "--ledger", folder.file("copy"))
    #expect(copy.code == 65 && copy.output.isEmpty, "\(copy)")
    #expect(try await keys("list", "--ledger", folder.file("copy")).output.isEmpty)
  }

  @Test("eight who make keys at once get eight, each with its record")
  func together() async throws {
    let values = try await withThrowingTaskGroup(of: String.self) { group in
      for number in 0..<8 { group.addTask { try await make("key \(number)") } }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(values.count == 8)
    for value in values { #expect(try vault().serviceKey(value, at: now) != nil) }
    #expect(try await records().count == 8)
  }

  // MARK: Listing

  @Test("the list has every key and no value, in lines for programs and a table for people")
  func listed() async throws {
    let none = try await keys("list")
    #expect(none.code == 0 && none.output.isEmpty && none.error.contains("help keys create"))
    let first = try await make("moment-prod")
    let second = try await make("会社", "--companies", "acme", "--expires", "2099-01-01")
    let listed = try vault().serviceKeys()
    let list = try await keys("list")
    let lines = list.output.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    let maker = "operator:uid-\(getuid())"
    #expect(
      lines == [
        [
          "moment-prod", "never", "\(listed[0].id)", "never", "records:read,status:read", "all",
          "6000", "\(listed[0].createdAt)", maker,
        ],
        [
          "会社", "2099-01-01T00:00:00.000Z", "\(listed[1].id)", "never",
          "records:read,status:read", "acme", "6000", "\(listed[1].createdAt)", maker,
        ],
      ])
    #expect(list.error == "2 service keys.\n")
    for language in ["en", "sv"] {
      let table = try await onTerminal("list", "--language", language)
      let rows = table.split(separator: "\r\n")
      #expect(rows.count == 4, "\(table)")
      #expect(rows[0].hasPrefix(language == "en" ? "NAME         EXPIRES (UTC)" : "NAMN"))
      let age = language == "en" ? "in" : "om"
      #expect(rows[2].hasPrefix("会社         2099-01-01 00:00:00, \(age)"), "\(table)")
      for value in [first, second] { #expect(!(table + list.output).contains(value)) }
    }
  }

  @Test("an expired key is listed as such, and revoked like any other")
  func expired() async throws {
    let old = ServiceKey(
      id: Effects.live.id(), name: "old", scopes: [.recordsRead],
      createdAt: Timestamp(milliseconds: 0), createdBy: .operator,
      expiresAt: Timestamp(milliseconds: 1))
    _ = try vault().makeServiceKey(old)
    let table = try await onTerminal("list")
    #expect(table.contains("1970-01-01 00:00:00, expired"), "\(table)")
    #expect(try await keys("list").error == "1 service key, 1 of which has expired.\n")
    // No record says that it was made, as after a restore of the ledger alone.
    #expect(try await keys("revoke", "\(old.id)").code == 0)
    #expect(try await records("serviceKey.revoked").count == 1)
  }

  private func onTerminal(_ arguments: String...) async throws -> String {
    try await program.run(
      URL(filePath: "/usr/bin/python3"),
      [
        "-B", Golden.root.appending(path: "Tests/authledgerTests/terminal.py").path, "40", "200",
        "", Program.product("authledger-connect").path, "keys",
      ] + arguments
    ).output
  }

  // MARK: Revoking

  @Test("a revoked key opens nothing from then on, also in a process that runs, with one record")
  func revoked() async throws {
    let value = try await make()
    let other = try await make("other")
    let vault = try vault()
    let id = try #require(try vault.serviceKey(value, at: now)).id
    let outcome = try await keys("revoke", "\(id)", "--actor", "operator:o-2")
    #expect(outcome.code == 0 && outcome.output.isEmpty)
    #expect(outcome.error == "The service key \(id) is revoked.\n")
    #expect(try vault.serviceKey(value, at: now) == nil)
    #expect(try vault.serviceKey(other, at: now) != nil)
    let again = try await keys("revoke", "\(id)", "--language", "sv")
    #expect(again.code == 0 && again.error.contains("redan"))
    let records = try await records("serviceKey.revoked")
    #expect(records.count == 1 && records[0].contains(#""authid":"operator:o-2""#))
    #expect(records[0].contains(#""data":{"key":"\#(id)"}"#))
  }

  @Test("what is no id of a key is refused, also a key's value, which no message repeats")
  func unknown() async throws {
    let value = try await make()
    let unknown = try await keys("revoke", "0197c0de-0000-7000-8000-000000000001")
    #expect(unknown.code == 65 && unknown.error.contains("keys list"))
    for text in [value, "moment-prod", ""] {
      let outcome = try await keys("revoke", text)
      #expect(outcome.code == 64, "\(outcome)")
      #expect(!outcome.error.contains(value), "\(outcome.error)")
    }
    #expect(try await records("serviceKey.revoked").isEmpty)
    #expect(try vault().serviceKey(value, at: now) != nil)
  }

  // MARK: Crashes

  @Test("killed between the record and the key, there is a record and no key")
  func killedWhileMaking() async throws {
    _ = try vault()
    let holder = try await unwritableVault()
    let making = try start("create", "--name", "a", "--scopes", "records:read")
    try await eventually(otherwise: "no record of it") {
      try await !records("serviceKey.created").isEmpty
    }
    making.send(SIGKILL)
    let outcome = try await making.ended()
    #expect(outcome.isKilled && outcome.output.isEmpty)
    try holder.closeInput()
    try await holder.ended()
    #expect(try vault().serviceKeys().isEmpty)
    #expect(try await program.run(["verify"]).code == 0)
  }

  @Test("where the vault stays busy no key is made, and the records end what they began")
  func busy() async throws {
    _ = try vault()
    let holder = try await unwritableVault()
    let outcome = try await keys(
      "create", "--name", "a", "--scopes", "records:read", "--patience", "0")
    #expect(outcome.code == 75 && outcome.output.isEmpty, "\(outcome)")
    try holder.closeInput()
    try await holder.ended()
    #expect(try vault().serviceKeys().isEmpty)
    #expect(try await records().map { $0.contains("serviceKey.revoked") } == [false, true])
  }

  @Test("killed between a revocation and its record, the key is dead, and a second run records it")
  func killedWhileRevoking() async throws {
    let value = try await make()
    let vault = try vault()
    let id = try #require(try vault.serviceKey(value, at: now)).id
    let holder = try await unwritableVault()
    let revoking = try start("revoke", "\(id)")
    // It opens the ledger first, which it could not do while somebody else writes.
    try await eventually(otherwise: "the vault was not opened") {
      hasOpen("vault.sqlite", revoking)
    }
    let lock = try HeldLock(path)
    try holder.closeInput()
    try await holder.ended()
    try await eventually(otherwise: "the key goes on") {
      try vault.serviceKey(value, at: now) == nil
    }
    revoking.send(SIGKILL)
    #expect(try await revoking.ended().isKilled)
    lock.release()
    #expect(try await records("serviceKey.revoked").isEmpty)
    for _ in 0..<2 { #expect(try await keys("revoke", "\(id)").code == 0) }
    #expect(try await records("serviceKey.revoked").count == 1)
  }

  /// A process that lets others read the vault, and keeps them from writing, until its input ends.
  private func unwritableVault() async throws -> ChildProcess {
    let holder = try ChildProcess(
      URL(filePath: "/usr/bin/sqlite3"), [path + "/vault.sqlite"], input: .open)
    try holder.write("BEGIN IMMEDIATE;\n.shell echo locked\n")
    #expect(try await holder.firstLine() == "locked")
    return holder
  }

  /// True if a process has a file of the ledger open.
  private func hasOpen(_ name: String, _ process: ChildProcess) -> Bool {
    let folder = "/proc/\(process.id)/fd"
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.contains {
      let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")
      return place == "\(path)/\(name)"
    }
  }

  private func start(_ arguments: String...) throws -> ChildProcess {
    try ChildProcess(
      Program.product("authledger-connect"),
      ["keys"] + arguments + ["--patience", "600", "--ledger", path])
  }

  // MARK: Secrets

  @Test("a key's value is in no file of the ledger, in no record, list or message")
  func canary() async throws {
    let value = try await make()
    let id = try #require(try vault().serviceKey(value, at: now)).id
    var said = ""
    for arguments in [
      ["list"], ["revoke", value], ["create", "--name", value], ["revoke", "\(id)"],
    ] {
      let outcome = try await program.run(
        Program.product("authledger-connect"), ["keys"] + arguments)
      said += outcome.output + outcome.error
    }
    for question in [["history"], ["doctor"], ["export", "system"], ["verify"]] {
      let outcome = try await program.run(question)
      said += outcome.output + outcome.error
    }
    var written = Data(said.utf8)
    for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
      written.append(FileManager.default.contents(atPath: path + "/" + name) ?? Data())
    }
    #expect(said.utf8.count > 500)
    for secret in [value, String(value.dropFirst(3))] {
      for spelling in [secret, Data(secret.utf8).base64EncodedString()] {
        #expect(written.range(of: Data(spelling.utf8)) == nil)
      }
    }
  }
}
