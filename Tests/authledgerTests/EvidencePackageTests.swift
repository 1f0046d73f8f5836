import EventLog
import Foundation
import Integrations
import TestSupport
import Testing
import Transparency

/// Evidence packages that somebody changed, checked by the program and by a script of its own.
@Suite struct EvidencePackageTests: EvidenceSuite {
  let bed: EvidenceBed

  init() throws { bed = try EvidenceBed() }

  @Test("a package that was changed in any way is refused, by us and by somebody else")
  func changed() async throws {
    let key = try await succeed("checkpoint", "acme", "--keys")
    let sound = folder.file("package")
    _ = try await succeed("export", "acme", "--to", sound)
    let text = try String(contentsOfFile: sound + "/records.jsonl", encoding: .utf8)
    let lines = text.split(separator: "\n").map { $0 + "\n" }
    let last = String(lines[8])
    let changes: [(String, String)] = [
      ("changed", text.replacing("482915", with: "482916")),
      ("cut", lines.dropLast().joined()), ("left out", (lines[..<3] + lines[4...]).joined()),
      ("exchanged", ([lines[1], lines[0]] + lines[2...]).joined()),
      ("longer", text + last.replacing("0000000000000008", with: "0000000000000009")),
      ("no record", text.replacing(#"{"authid""#, with: #"{"authie""#)),
      ("other company", text.replacing("/companies/acme", with: "/companies/acne")),
      ("empty", ""),
    ]
    for (name, records) in changes {
      #expect(records != text)
      let package = folder.file("package-\(name)")
      try FileManager.default.copyItem(atPath: sound, toPath: package)
      try Data(records.utf8).write(to: URL(filePath: package + "/records.jsonl"))
      let outcome = try await program.run(["verify", "--package", package, "--key", key])
      #expect(outcome.code == 1, "\(name): \(outcome)")
      #expect(outcome.output.contains(#""agrees":false"#))
      #expect(try await audit("package", package, key).code == 1, "\(name)")
    }
  }

  @Test("what stands beside the records is held to them, by us and by somebody else")
  func beside() async throws {
    let person = #"{"name":"Anna Ek","email":"anna@example.com"}"#
    for company in ["acme", "beta"] {
      let data = #"{"transfers":["customers"],"enabled":false}"#
      _ = try await succeed("record", company, "configured", "--data", data)
    }
    _ = try await succeed(
      "people", "introduce", "administrator:u-17", "--company", "acme", "--data", person)
    let key = try await succeed("checkpoint", "acme", "--keys")
    let rootKey = try await succeed("checkpoint", "--keys")
    let kept = try write(try await succeed("checkpoint"), "root")
    let sound = folder.file("package")
    _ = try await succeed("export", "acme", "--to", sound, "--with-root")
    _ = try await succeed("export", "beta", "--to", folder.file("beta"))
    #expect(try await audit("package", sound, key, rootKey).code == 0)
    #expect(try await audit("root", kept, sound, rootKey).code == 0)
    let verified = try await succeed("verify", "--package", sound, "--key", key)
    #expect(verified.contains(#""allLeaves":true"#))
    #expect(verified.contains(#""shown":2"#))
    func text(_ name: String, of package: String = sound) throws -> String {
      try String(contentsOfFile: "\(package)/\(name)", encoding: .utf8)
    }
    let disclosures = try text("disclosures.jsonl")
    let lines = disclosures.split(separator: "\n").map { $0 + "\n" }
    #expect(lines.count == 2)
    let other = Disclosure(json: Array(#"["AAAAAAAAAAAAAAAAAAAAAA","name","Eva"]"#.utf8))
    let beta = folder.file("beta")
    let changes: [(String, String)] = [
      ("disclosures.jsonl", String(lines[0])), ("disclosures.jsonl", ""),
      ("disclosures.jsonl", disclosures + lines[0]),
      ("disclosures.jsonl", disclosures + "{\"disclosure\":\"\(other)\"}\n"),
      ("disclosures.jsonl", lines[0] + "{\"disclosure\":\"\(other)\"}\n"),
      (
        "root/checkpoint",
        try text("root/checkpoint", of: beta).replacing("root/1", with: "root/2")
      ),
      ("root.tlog-proof", try text("root.tlog-proof", of: beta)),
      ("checkpoint", try text("checkpoint", of: beta)),
    ]
    for (number, (name, text)) in changes.enumerated() {
      let package = folder.file("changed-\(number)")
      try FileManager.default.copyItem(atPath: sound, toPath: package)
      try Data(text.utf8).write(to: URL(filePath: "\(package)/\(name)"))
      let outcome = try await program.run([
        "verify", "--package", package, "--key", key, "--key", rootKey,
      ])
      #expect(outcome.code == 1, "\(number) \(name): \(outcome)")
      #expect(try await audit("package", package, key, rootKey).code == 1, "\(number) \(name)")
    }
    let leaves = try text("root/leaves.jsonl")
    try Data(leaves.replacing("acme", with: "acne").utf8).write(
      to: URL(filePath: sound + "/root/leaves.jsonl"))
    #expect(try await program.run(["verify", "--package", sound, "--key", key]).code == 1)
    #expect(try await audit("root", kept, sound, rootKey).code == 1)

    // Withheld by the exporter is not missing, and erased is neither.
    let withheld = folder.file("withheld")
    _ = try await succeed("export", "acme", "--to", withheld, "--withhold-people")
    #expect(
      try await succeed("verify", "--package", withheld, "--key", key).contains(#""withheld":2"#))
    #expect(try await audit("package", withheld, key, rootKey).code == 0)
    _ = try await succeed("erase", "administrator:u-17", "--ground", "consentWithdrawn")
    let erased = folder.file("erased")
    _ = try await succeed("export", "acme", "--to", erased)
    #expect(try await succeed("verify", "--package", erased, "--key", key).contains(#""erased":2"#))
    #expect(try await audit("package", erased, key, rootKey).code == 0)
    #expect(try await audit("consistent", sound + "/checkpoint", erased, key).code == 0)
    #expect(try await succeed("verify", "--checkpoint", kept).contains("extended"))
    try Data(disclosures.utf8).write(to: URL(filePath: erased + "/disclosures.jsonl"))
    #expect(try await program.run(["verify", "--package", erased, "--key", key]).code == 1)
    #expect(try await audit("package", erased, key, rootKey).code == 1)
  }

  @Test("the check asks for the keys, and what export prints gives them")
  func keys() async throws {
    let package = folder.file("package")
    let said = try await program.run(["export", "acme", "--to", package]).error
    let printed = try #require(said.split(separator: "`").dropFirst().first)
    let words = printed.split(separator: " ").dropFirst().map(String.init)
    let keys = try await program.run(words).output.split(separator: "\n").map(String.init)
    let check = ["verify", "--package", package]
    #expect(try await program.run(check + keys.flatMap { ["--key", $0] }).code == 0)
    let refused = try await program.run(check)
    #expect(refused.code == 64 && refused.error.contains("`authledger checkpoint COMPANY --keys"))
  }

  @Test("a package's links and endless files are not followed")
  func hostile() async throws {
    let key = try await succeed("checkpoint", "acme", "--keys")
    let package = folder.file("package")
    _ = try await succeed("export", "acme", "--to", package)
    let records = package + "/records.jsonl"
    try FileManager.default.removeItem(atPath: records)
    try FileManager.default.createSymbolicLink(
      atPath: records, withDestinationPath: "/dev/zero")
    #expect(try await program.run(["verify", "--package", package, "--key", key]).code == 1)
    let root = package + "/root"
    try FileManager.default.moveItem(atPath: root, toPath: folder.file("elsewhere"))
    try FileManager.default.createSymbolicLink(
      atPath: root, withDestinationPath: folder.file("elsewhere"))
    try FileManager.default.removeItem(atPath: records)
    try Data(try await succeed("history", "acme", "--format", "jsonl").utf8).write(
      to: URL(filePath: records))
    let linked = try await program.run(["verify", "--package", package, "--key", key])
    #expect(linked.code == 1)
    #expect(linked.output.contains("root is not a folder"), "\(linked)")
    try FileManager.default.removeItem(atPath: records)
    let missing = try await program.run(["verify", "--package", package, "--key", key])
    #expect(missing.code == 74)
    #expect(missing.error.contains("records.jsonl"))
    try Data(repeating: 0x20, count: 1 << 20).write(to: URL(filePath: records))
    #expect(try await program.run(["verify", "--package", package, "--key", key]).code != 0)
    #expect(try await program.run(["export", "acme", "--to", package]).code == 73)
  }
}
