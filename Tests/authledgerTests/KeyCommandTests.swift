import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing
import Transparency

/// The commands that keep keys, publish, and go on from a ledger that was put back.
@Suite struct KeyCommandTests: EvidenceSuite {
  let bed: EvidenceBed

  init() throws { bed = try EvidenceBed() }

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

  @Test("in a backup, what needs a key says what works there")
  func backup() async throws {
    let backup = folder.file("backup")
    _ = try await succeed("checkpoint")
    _ = try await succeed("backup", backup)
    for arguments in [
      ["export", "acme", "--to", folder.file("package")], ["prove", "acme", "1"],
      ["checkpoint", "acme"],
    ] {
      let outcome = try await program.run(arguments + ["--ledger", backup])
      #expect(outcome.code == 65, "\(outcome)")
      #expect(outcome.error.contains("is a backup") && outcome.error.contains("--format jsonl"))
      #expect(!outcome.error.contains("restore"), "\(outcome.error)")
    }
    let records = try await program.run(["export", "acme", "--format", "jsonl", "--ledger", backup])
    let history = try await succeed("history", "acme", "--format", "jsonl")
    #expect(records.code == 0 && records.output == history)
  }

  @Test("somebody who may not read the keys sees what is sealed as withheld, and not as missing")
  func withoutKeys() async throws {
    let person = #"{"name":"Anna Ek"}"#
    _ = try await succeed(
      "people", "introduce", "administrator:u-17", "--company", "acme", "--data", person)
    let directory = folder.file("ledger")
    // While somebody has it open for writing, others can read it without writing to the directory.
    let writer = try Ledger.open(directory, for: .writing)
    try writer.append([.settings(5)], to: .beta)
    for path in [folder.path, directory] { chmod(path, 0o755) }
    for name in try FileManager.default.contentsOfDirectory(atPath: directory) where name != "keys"
    {
      chmod("\(directory)/\(name)", 0o644)
    }
    let outcome = try await program.runAsStranger(["people", "show", "--ledger", directory])
    #expect(outcome.code == 0)
    #expect(
      outcome.output.contains(#""verdict":"withheld""#) && !outcome.output.contains("Anna"),
      "\(outcome)")
    try writer.close()
  }
}
