import Foundation
import Integrations
import Ledger
import TestSupport
import Testing
import Transparency

/// Evidence made by the program, checked by it and by a script that shares no code with it.
@Suite struct EvidenceTests: EvidenceSuite {
  let bed: EvidenceBed

  init() throws { bed = try EvidenceBed() }

  /// Runs the independent script.
  private func audit(_ arguments: String...) async throws -> Program.Outcome {
    try await Program.script("audit.py", arguments)
  }

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

  @Test("CSV and CloudEvents come from the same verified read")
  func streams() async throws {
    let records = try await succeed("history", "acme", "--format", "jsonl")
    let exported = try await program.run(["export", "acme", "--format", "jsonl"])
    #expect(exported.output == records)
    #expect(exported.error.contains("9 records"))
    let csv = try await succeed("export", "acme", "--format", "csv")
    #expect(csv.split(separator: "\n").count == 10)
    for line in records.split(separator: "\n") {
      #expect(csv.contains(TreeHash.leaf(Array(line.utf8)).description))
    }
    for arguments in [
      ["export", "acme"], ["export", "acme", "--format", "table"],
      ["export", "acme", "--format", "csv", "--with-root"],
    ] { #expect(try await program.run(arguments).code == 64) }
    #expect(try await program.run(["export", "nobody", "--format", "csv"]).code == 66)
  }

  @Test("a command that wrote has published, and a ledger that was put back says how to go on")
  func restored() async throws {
    let data = #"{"transfers":["customers"],"enabled":false}"#
    _ = try await succeed("record", "beta", "configured", "--data", data)
    _ = try await succeed("backup", folder.file("backup"))
    let verify = try await succeed("verify", "--ledger", folder.file("backup"), "--format", "json")
    #expect(verify.contains(#""guard": "backup""#))
    _ = try await succeed("record", "gamma", "configured", "--data", data)
    let kept = try write(try await succeed("checkpoint", "gamma"), "gamma")
    let file = folder.file("ledger/ledger.sqlite")
    try FileManager.default.removeItem(atPath: file)
    try FileManager.default.copyItem(atPath: folder.file("backup/ledger.sqlite"), toPath: file)
    let refused = try await program.run(["record", "beta", "configured", "--data", data])
    #expect(refused.code == 65)
    #expect(refused.error.contains("authledger restore"))
    let restored = try await program.run(["restore", "--language", "en"])
    #expect(restored.code == 0, "\(restored)")
    #expect(restored.output.contains("Epoch 2 begins."))
    #expect(
      try await succeed("checkpoint", "beta").hasPrefix("ledger.example.com/companies/beta/2\n"))
    let lost = try await program.run(["verify", "--checkpoint", kept])
    #expect(lost.code == 1)
    #expect(lost.output.contains("missing"))
    #expect(try await program.run(["restore"]).code == 65)
    #expect(
      try await succeed("history", "system", "--format", "jsonl").contains("ledger.restored.v1"))
  }

  @Test("keys, rotation and commitments are told by the command that makes them")
  func keys() async throws {
    _ = try await succeed("checkpoint")
    let old = try await succeed("checkpoint", "--keys")
    _ = try await succeed("checkpoint", "--rotate-key")
    let both = try await succeed("checkpoint", "--keys").split(separator: "\n")
    #expect(both.count == 2)
    #expect(both[1] + "\n" == old)
    _ = try await succeed("checkpoint", "--retire-key")
    #expect(try await program.run(["checkpoint", "--retire-key"]).code == 65)
    #expect(try await succeed("checkpoint", "--state").hasPrefix("ledger.example.com/root/1\n"))
    #expect(try await succeed("replay", "--check").contains(#""verdict":"proven""#))
    #expect(try await program.run(["checkpoint", "acme", "--state"]).code == 64)
    #expect(try await program.run(["checkpoint", "--keys", "--state"]).code == 64)
    #expect(try await program.run(["verify", "--key", String(both[0])]).code == 1)
    #expect(try await succeed("verify", "--key", both.joined(separator: "\n")).contains("true"))
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

  @Test("the seed is its owner's alone, is made once, and is in no backup, export or output")
  func seed() async throws {
    let directory = folder.file("ledger")
    let first = try await succeed("checkpoint", "acme")
    #expect(try await succeed("checkpoint", "acme") == first)
    let file = directory + "/keys/signing-seed"
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let seed = try String(contentsOfFile: file, encoding: .utf8).dropLast()
    _ = try await succeed("backup", folder.file("backup"))
    _ = try await succeed("export", "acme", "--to", folder.file("package"))
    for place in ["backup", "package"] {
      let names = try FileManager.default.subpathsOfDirectory(atPath: folder.file(place))
      for name in names {
        let bytes = FileManager.default.contents(atPath: folder.file("\(place)/\(name)")) ?? Data()
        #expect(bytes.range(of: Data(seed.utf8)) == nil)
      }
      #expect(!names.contains { $0.hasPrefix("keys") })
    }
    chmod(file, 0o644)
    let open = try await program.run(["checkpoint", "acme"])
    #expect(open.code == 74)
    #expect(open.error.contains("chmod 600"))
    try Data("short\n".utf8).write(to: URL(filePath: file))
    chmod(file, 0o600)
    #expect(try await program.run(["checkpoint", "acme"]).code == 65)
  }
}
