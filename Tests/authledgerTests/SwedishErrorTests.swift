import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

/// What people read when something is wrong is Swedish for those who ask in Swedish.
@Suite struct SwedishErrorTests {
  private static let refusals: [(line: String, code: Int32, says: String)] = [
    ("status nobody", 66, "Inget är registrerat om nobody i "),
    ("status ACME", 64, "”ACME” är inte ett företags-id; "),
    ("status --at yesterdaze", 64, "”yesterdaze” är inte en tid; "),
    ("status --format xml", 64, "”xml” är ingen av formaten; "),
    ("replay --check --rebuild", 64, "Ange --check eller --rebuild, inte båda."),
    ("record acme configured --data {", 65, "Händelsen kan inte registreras: datan är inte JSON: "),
    (
      #"record acme configured --data {"transfers":["cats"],"enabled":false}"#, 65,
      "\"transfers\" är \"cats\", som inte är något av "
    ),
    (#"record new configured --data {"transfers":[],"enabled":true}"#, 65, "Överföringen kan inte"),
    ("import /nonexistent.jsonl", 74, "kan inte användas: filen eller katalogen finns inte."),
    ("verify --checkpoint /nonexistent", 74, "kan inte läsas som en kontrollpunkt: filen eller "),
    ("init", 73, "finns redan"), ("status --ledger /nonexistent", 66, "Det finns ingen liggare i "),
    ("restore", 65, "det finns inget att återställa."),
    ("people show administrator:nobody", 65, "Registret har inget om administrator:nobody"),
  ]

  @Test("an error is in the language of --language, and of AUTHLEDGER_LANGUAGE")
  func refused() async throws {
    let folder = try TemporaryFolder()
    let directory = folder.file("ledger")
    try Ledger.ofFixture("acme", directory).close()
    _ = try await Program().run(["checkpoint", "--ledger", directory])
    for (line, code, says) in Self.refusals {
      let words = line.split(separator: " ").map(String.init)
      for (environment, option) in [
        (["AUTHLEDGER_LANGUAGE": "sv"], [String]()), ([:], ["--language", "sv"]),
        (["AUTHLEDGER_LANGUAGE": "en"], ["--language=sv"]),
      ] {
        let outcome = try await Program(
          environment: environment.merging(["AUTHLEDGER_HOME": directory]) { $1 }
        ).run(words + option)
        #expect(outcome.code == code, "\(line): \(outcome)")
        #expect(outcome.error.hasPrefix("authledger: "), "\(line): \(outcome.error)")
        #expect(outcome.error.contains(says), "\(line): \(outcome.error)")
      }
    }
  }

  @Test("a bad line of an import is told in Swedish")
  func badLine() async throws {
    let folder = try TemporaryFolder()
    try Ledger.ofFixture("acme", folder.file("ledger")).close()
    let outcome = try await Program().run(
      ["import", "-", "--ledger", folder.file("ledger"), "--language", "sv"],
      input: Array(#"{"company":"new","action":"configured"}"#.utf8))
    #expect(
      outcome.error
        == "authledger: <stdin>:1: Raden kan inte tas emot: fältet \"data\" saknas.\n")
  }

  @Test("findings of verify and lines of doctor are Swedish, as text and for programs")
  func findings() async throws {
    let folder = try TemporaryFolder()
    let directory = folder.file("ledger")
    try Ledger.ofFixture("acme", directory).close()
    _ = try await Program().run(["checkpoint", "--ledger", directory])
    _ = try await SQLiteShell.run(
      "UPDATE stream SET size = size + 1", on: directory + "/ledger.sqlite")
    for format in ["table", "json", "csv"] {
      let arguments = ["--ledger", directory, "--format", format, "--language", "sv"]
      let verified = try await Program().run(["verify"] + arguments)
      #expect(verified.code == 1, "\(verified)")
      #expect(
        verified.output.contains("strömmen för acme har 9 poster och dess rad säger 10"),
        "\(verified)")
      let doctor = try await Program().run(["doctor"] + arguments)
      for text in ["Bara ägaren kan läsa liggaren.", "Fröet är det som signerade den sista roten."]
      {
        #expect(doctor.output.contains(text), "\(doctor)")
      }
    }
  }

  @Test("every line of doctor has a title, and what it says differs between the languages")
  func doctor() throws {
    let folder = try TemporaryFolder()
    let ledger = try Ledger.ofFixture("acme", folder.file("ledger"))
    for finding in try ledger.doctor() {
      #expect(finding.title.english == finding.check)
      #expect(finding.title.swedish != finding.check, "\(finding.check)")
      expectSentence(finding.found)
      finding.advice.map { expectSentence($0) }
    }
    try ledger.close()
  }
}
