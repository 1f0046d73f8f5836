import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing
import Transparency

/// The commands that check what was proved, with the evidence alone.
@Suite struct ProofCommandTests: EvidenceSuite {
  let bed: EvidenceBed
  private let key: String
  private let rootKey: String

  init() async throws {
    bed = try EvidenceBed()
    let program = bed.program
    key = try await program.run(["checkpoint", "acme", "--keys"]).output
    rootKey = try await program.run(["checkpoint", "--keys"]).output
  }

  @Test("a record with its proof is checked away from the ledger, by sequence or position")
  func proof() async throws {
    try await settings(#""customers""#, "beta")
    let records = try await succeed("history", "acme", "--format", "jsonl").split(separator: "\n")
    let proof = try write(try await succeed("prove", "acme", "4"), "proof")
    #expect(
      try await succeed("prove", "acme", "#5") == String(contentsOfFile: proof, encoding: .utf8))
    let record = try write(String(records[4]), "record")
    let line = try write(records[4] + "\n", "line")
    for file in [record, line] {
      let outcome = try await away.run(["verify", "--proof", proof, "--record", file, "--key", key])
      #expect(outcome.code == 0, "\(outcome)")
      #expect(outcome.output.contains(#""agrees":true"#) && outcome.output.contains(#""index":4"#))
    }
    let piped = try await away.run(
      ["verify", "--proof", "-", "--record", record, "--key", key],
      input: Array(try Data(contentsOf: URL(filePath: proof))))
    #expect(piped.code == 0, "\(piped)")
    let other = try write(String(records[5]), "other")
    let elsewhere = try await away.run([
      "verify", "--proof", proof, "--record", other, "--key", key,
    ])
    #expect(elsewhere.code == 1 && elsewhere.output.contains(#""agrees":false"#))
    #expect(
      try await away.run(["verify", "--proof", proof, "--record", record, "--key", rootKey]).code
        == 1)
    #expect(try await away.run(["verify", "--proof", proof, "--record", record]).code == 64)
    #expect(try await away.run(["verify", "--proof", proof, "--key", key]).code == 64)
    let missing = folder.file("missing")
    #expect(
      try await away.run(["verify", "--proof", missing, "--record", record, "--key", key]).code
        == 74)
    // A position of another company, and none.
    #expect(try await program.run(["prove", "acme", "#10"]).code == 66)
    #expect(try await program.run(["prove", "acme", "#999"]).code == 66)
    #expect(try await program.run(["prove", "acme", "x"]).code == 64)
  }

  @Test("the leaf of a root is proved the same way")
  func rootLeaf() async throws {
    _ = try await succeed("export", "acme", "--to", folder.file("package"))
    let checkpoint = try String(contentsOfFile: folder.file("package/checkpoint"), encoding: .utf8)
    let text = try write(try SignedNote(reading: checkpoint).text, "leaf")
    let outcome = try await away.run([
      "verify", "--proof", folder.file("package/root.tlog-proof"), "--record", text, "--key",
      rootKey,
    ])
    #expect(outcome.code == 0, "\(outcome)")
  }
}
