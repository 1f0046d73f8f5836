import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing
import Transparency

/// Evidence made by the program, checked by it and by a script that shares no code with it.
@Suite struct EvidenceTests: EvidenceSuite {
  let bed: EvidenceBed

  init() throws { bed = try EvidenceBed() }

  @Test("checkpoint, proof and package hold for us and for somebody else")
  func holds() async throws {
    let key = try await succeed("checkpoint", "acme", "--keys")
    #expect(key.hasPrefix("ledger.example.com/companies/acme/1+"))
    let package = folder.file("package")
    #expect(try await succeed("export", "acme", "--to", package).isEmpty)
    #expect(
      try await succeed("verify", "--package", package, "--key", key).contains(#""records":9"#))
    let rootKey = try await succeed("checkpoint", "--keys")
    #expect(rootKey.hasPrefix("ledger.example.com/root/1+"))
    #expect(
      try await succeed("verify", "--package", package, "--key", key, "--key", rootKey)
        .contains(#""rootSigned":true"#))
    #expect(try await audit("package", package, key, rootKey).code == 0)
    #expect(try await audit("package", package, key, key).code == 1)
    let records = try await succeed("history", "acme", "--format", "jsonl").split(separator: "\n")
    for (number, record) in records.enumerated() {
      let proof = try write(try await succeed("prove", "acme", String(number)), "proof")
      let bytes = try write(String(record), "record")
      #expect(try await audit("proof", proof, bytes, key).code == 0)
      let other = try write(String(records[(number + 1) % records.count]), "other")
      #expect(try await audit("proof", proof, other, key).code == 1)
    }
  }

  @Test("every record that an explanation cites can be proved")
  func cited() async throws {
    let key = try await succeed("checkpoint", "acme", "--keys")
    let proofs = folder.file("proofs")
    let why = try await program.run(["why", "acme", "--proof", proofs, "--at", "2026-11-05"])
    #expect(why.code == 1)
    let records = try await succeed("history", "acme", "--format", "jsonl").split(separator: "\n")
    let names = try FileManager.default.contentsOfDirectory(atPath: proofs)
    #expect(Set(names) == ["4.tlog-proof", "7.tlog-proof", "8.tlog-proof"])
    for name in names {
      let number = try #require(Int(name.prefix { $0 != "." }))
      let record = try write(String(records[number]), "record")
      #expect(try await audit("proof", "\(proofs)/\(name)", record, key).code == 0)
    }
  }

  @Test("a kept checkpoint holds for every later log, and for no other")
  func kept() async throws {
    let key = try await succeed("checkpoint", "acme", "--keys")
    let kept = try write(try await succeed("checkpoint", "acme"), "kept")
    #expect(try await succeed("verify", "--checkpoint", kept).contains("extended"))
    let data = #"{"transfers":["customers"],"enabled":false}"#
    _ = try await succeed("record", "acme", "configured", "--data", data)
    #expect(try await succeed("verify", "--checkpoint", kept, "--key", key).contains("extended"))
    // As `--key "$(cat FILE)"` does where the file is not there.
    #expect(try await program.run(["verify", "--key", ""]).code == 64)
    let package = folder.file("package")
    _ = try await succeed("export", "acme", "--to", package)
    #expect(try await audit("consistent", kept, package, key).code == 0)
    let later = try write(try await succeed("checkpoint", "acme"), "later")

    // The same seed over an older copy, and over another history.
    for (name, verdict) in [("acme", "shorter"), ("rightsChanged", "missing")] {
      let directory = folder.file(name)
      let ledger = try Ledger.signed(directory, effects: .afterFixtures)
      _ = try ledger.importLines(
        from: ImportSource(Array(fixtureText(name).utf8), name: name), by: .operator)
      try ledger.close()
      try FileManager.default.copyItem(
        atPath: folder.file("ledger/keys"), toPath: directory + "/keys")
      let outcome = try await program.run(["verify", "--checkpoint", later, "--ledger", directory])
      #expect(outcome.code == 1)
      #expect(outcome.output.contains(verdict), "\(outcome)")
    }
  }

  @Test("another history of the same length is told from the one that was signed")
  func forked() async throws {
    let kept = try write(try await succeed("checkpoint", "acme"), "kept")
    let directory = try bed.fork()
    try FileManager.default.copyItem(
      atPath: folder.file("ledger/keys"), toPath: directory + "/keys")
    let outcome = try await program.run(["verify", "--checkpoint", kept, "--ledger", directory])
    #expect(outcome.code == 1)
    #expect(outcome.output.contains("forked"))
  }

  @Test("a checkpoint of another ledger, or signed by another key, is refused")
  func foreign() async throws {
    let checkpoint = try await succeed("checkpoint", "acme")
    let other = try SignerKey(
      name: "ledger.example.com/companies/acme/1", seed: .init(repeating: 5, count: 32))
    let resigned = try Checkpoint(SignedNote(reading: checkpoint).text).signed(by: [other])
    let forged = try write(resigned.description, "forged")
    #expect(try await program.run(["verify", "--checkpoint", forged]).code == 65)
    let strange = try SignerKey(
      name: "elsewhere.example/companies/acme/1", seed: .init(repeating: 5, count: 32))
    let note = try Checkpoint(origin: strange.verifier.name, size: 1, root: .empty)
      .signed(by: [strange])
    let outcome = try await program.run([
      "verify", "--checkpoint", try write(note.description, "strange"),
    ])
    #expect(outcome.code == 1)
    #expect(outcome.output.contains("foreign"))
  }
}
