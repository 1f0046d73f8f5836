import Foundation
import TestSupport
import Testing

/// How a ledger's texts name the host product.
@Suite struct DisplayTests {
  private let folder: TemporaryFolder
  private let program: Program

  init() throws {
    folder = try TemporaryFolder()
    program = Program(environment: ["AUTHLEDGER_HOME": folder.file("ledger")])
  }

  private func why(_ language: String = "en") async throws -> String {
    try await program.run([
      "why", "acme", "--format", "table", "--language", language,
    ]).output
  }

  private func begin(_ options: String...) async throws {
    #expect(try await program.run(["init"] + options).code == 0)
    let settings = #"{"transfers":["customers"],"enabled":false}"#
    let saved = try await program.run(["record", "acme", "configured", "--data", settings])
    #expect(saved.code == 0)
  }

  @Test("without names, texts speak of the product")
  func nameless() async throws {
    try await begin()
    #expect(try await why().contains("In the product, click Save and authorize."))
    #expect(try await why("sv").contains("Klicka på Spara och auktorisera i produkten."))
  }

  @Test("init names the product, and later changes and takes back its names")
  func changed() async throws {
    try await begin("--product", "Tidbok", "--support-email", "support@example.com")
    #expect(try await why().contains("In Tidbok, click Save and authorize."))
    let records = try await program.run(["history", "--format", "jsonl"]).output
    let changed = try await program.run([
      "init", "--product", "Timsedel", "--support-name", "Kundtjänst", "--language", "en",
    ])
    #expect(changed.code == 0)
    #expect(changed.output.contains("“Timsedel” and “Kundtjänst” (support@example.com)"))
    #expect(try await why().contains("In Timsedel, click"))
    #expect(try await program.run(["init", "--product", ""]).code == 0)
    #expect(try await why().contains("In the product, click"))
    #expect(try await program.run(["history", "--format", "jsonl"]).output == records)
  }

  @Test("nothing that is verified depends on them")
  func unverified() async throws {
    try await begin()
    #expect(try await program.run(["verify"]).code == 0)
    let before = try await program.run(["checkpoint", "acme"]).output
    #expect(try await program.run(["init", "--product", "Tidbok"]).code == 0)
    #expect(try await program.run(["verify"]).code == 0)
    #expect(try await program.run(["checkpoint", "acme"]).output == before)
  }

  @Test(
    "what is no name or address is refused, and an origin is for ever",
    arguments: [
      ["--product", "Tid\nbok"], ["--support-name", String(repeating: "x", count: 61)],
      ["--support-email", "support"], ["--support-email", "a@b@c"],
      ["--support-email", "a@b?bcc=c"],
    ])
  func refused(_ options: [String]) async throws {
    #expect(try await program.run(["init"] + options).code == 64)
    #expect(!FileManager.default.fileExists(atPath: folder.file("ledger")))
    try await begin()
    #expect(try await program.run(["init"] + options).code == 64)
    let again = try await program.run(["init", "--product", "Tidbok", "--origin", "example.com"])
    #expect(again.code == 73)
    #expect(try await why().contains("In the product"))
  }
}
