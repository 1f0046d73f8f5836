import EventLog
import Evidence
import Foundation
import TestSupport
import Testing

/// How what people read is laid out on their screens.
@Suite struct ScreenTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("ledger")
    try Ledger.ofFixtures(path).close()
  }

  private func run(
    _ arguments: [String], _ environment: [String: String] = [:]
  ) async throws -> ChildProcess.Outcome {
    try await Program(environment: environment.merging(["AUTHLEDGER_HOME": path]) { $1 })
      .run(arguments)
  }

  /// Runs the program on a terminal of so many lines and columns.
  private func onTerminal(
    _ arguments: [String], rows: Int, columns: Int = 80, keys: String = "",
    _ environment: [String: String] = [:]
  ) async throws -> ChildProcess.Outcome {
    try await Program(environment: environment.merging(["AUTHLEDGER_HOME": path]) { $1 }).run(
      URL(filePath: "/usr/bin/python3"),
      [
        "-B", Golden.root.appending(path: "Tests/authledgerTests/terminal.py").path, "\(rows)",
        "\(columns)", keys, Program.product("authledger").path,
      ] + arguments)
  }

  @Test("AUTHLEDGER_FORMAT decides where no option does, and a format that there is not is told")
  func format() async throws {
    let named = ["AUTHLEDGER_FORMAT": "table", "LANG": "C"]
    #expect(try await run(["status", "acme"], named).output.contains("Phase"))
    #expect(try await run(["status", "acme"]).output.hasPrefix("{"))
    #expect(
      try await run(["status", "acme", "--format", "csv"], named).output.hasPrefix("company,"))
    for question in [["status"], ["history", "acme"], ["doctor"]] {
      let wrong = try await run(question, ["AUTHLEDGER_FORMAT": "xml"])
      #expect(wrong.code == 64 && wrong.output.isEmpty)
      #expect(wrong.error.contains("AUTHLEDGER_FORMAT") && wrong.error.contains("jsonl"))
    }
  }

  @Test("no line of a page is longer than the screen is wide", arguments: [60, 80, 120])
  func pages(columns: Int) async throws {
    for question in [["status", "acme"], ["why", "acme"], ["why", "rights-changed"], ["verify"]] {
      for language in ["en", "sv"] {
        let said = try await run(
          question + ["--format", "table", "--language", language], ["COLUMNS": "\(columns)"])
        let lines = said.output.split(separator: "\n").filter {
          // A command is copied and typed again, so that it is never broken.
          !$0.contains("authledger ") && !$0.contains("docs/")
        }
        #expect(!lines.isEmpty)
        for line in lines { #expect(line.count <= columns, "\(question): \(line)") }
      }
    }
  }

  @Test("a table that is too wide breaks its text, then leaves out columns and says which")
  func table() async throws {
    func lines(_ columns: Int?) async throws -> [Substring] {
      let environment = columns.map { ["COLUMNS": "\($0)", "LANG": "C"] } ?? ["LANG": "C"]
      return try await run(["replay", "acme", "--format", "table"], environment).output
        .split(separator: "\n")
    }
    let whole = try await lines(nil)
    let wide = try await lines(200)
    #expect(whole == wide || whole.count < wide.count)
    #expect(try #require(whole.first).contains("PROVIDER"))
    let narrow = try await lines(80)
    let heading = try #require(narrow.first)
    #expect(!heading.contains("PROVIDER") && heading.contains("AFTER"))
    #expect(narrow.contains { $0.hasPrefix("Too narrow for") })
    #expect(narrow.allSatisfy { $0.count <= 80 })
    // No word is lost or cut: what is said is there in its order.
    let words = whole.dropFirst().map { $0.split(separator: " ").last.map(String.init) ?? "" }
    let text = narrow.joined(separator: " ")
    for word in words { #expect(text.contains(word), "\(word)") }
  }

  @Test("wide characters count as two columns, and accents as none")
  func wide() async throws {
    let folder = try TemporaryFolder()
    let ledger = folder.file("ledger")
    let program = Program(environment: ["AUTHLEDGER_HOME": ledger, "COLUMNS": "70", "LANG": "C"])
    #expect(try await program.run(["init", "--product", "勤怠管理システム"]).code == 0)
    let settings = #"{"transfers":["customers"],"enabled":false}"#
    #expect(try await program.run(["record", "acme", "configured", "--data", settings]).code == 0)
    let said = try await program.run(["why", "acme", "--format", "table"]).output
    #expect(said.contains("勤怠管理システム"))
    for line in said.split(separator: "\n") where !line.contains("authledger ") {
      let wide = line.unicodeScalars.count { $0.value >= 0x3041 && $0.value <= 0x9fff }
      #expect(line.count + wide <= 70, "\(line)")
    }
  }

  @Test("what does not fit on a terminal is shown by a pager, what fits is not")
  func pager() async throws {
    let pager = ["PAGER": "sed 's/^/paged: /'", "LANG": "C"]
    let long = try await onTerminal(["status"], rows: 10, pager)
    #expect(long.code == 0)
    #expect(long.output.contains("paged: ") && long.output.contains("COMPANY"))
    #expect(!(try await onTerminal(["status"], rows: 2000, pager)).output.contains("paged: "))
    for none in ["", "cat"] {
      let plain = try await onTerminal(
        ["status"], rows: 10, ["AUTHLEDGER_PAGER": none, "PAGER": "x"])
      #expect(plain.output.contains("COMPANY"))
    }
    // Without that program the text is shown all the same, and the exit code stays the answer's.
    let missing = try await onTerminal(["why", "acme"], rows: 5, ["PAGER": "no-such-pager"])
    #expect(missing.output.contains("LACKS_RIGHTS") && missing.code == 1)
  }

  @Test("the terminal says how wide it is, unless COLUMNS does")
  func terminal() async throws {
    func longest(_ environment: [String: String]) async throws -> Int {
      let said = try await onTerminal(
        ["why", "acme"], rows: 2000, columns: 64,
        environment.merging(["NO_COLOR": "1"]) { $1 }
      ).output
      return said.split(whereSeparator: \.isNewline)
        .filter { !$0.contains("authledger ") && !$0.contains("docs/") }.map(\.count).max() ?? 0
    }
    let narrow = try await longest([:])
    #expect(narrow > 50 && narrow <= 64)
    let told = try await longest(["COLUMNS": "110"])
    #expect(told > 90 && told <= 110)
  }
}
