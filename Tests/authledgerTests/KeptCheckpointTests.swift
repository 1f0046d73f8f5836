import EventLog
import Foundation
import Integrations
import TestSupport
import Testing
import Transparency

/// What a checkpoint that somebody kept shows of a ledger or a package.
@Suite struct KeptCheckpointTests: EvidenceSuite {
  let bed: EvidenceBed
  private let key: String
  private let rootKey: String

  init() async throws {
    bed = try EvidenceBed()
    let program = bed.program
    key = try await program.run(["checkpoint", "acme", "--keys"]).output
    rootKey = try await program.run(["checkpoint", "--keys"]).output
  }

  /// Runs the independent script.
  private func witness(_ arguments: String...) async throws -> Int32 {
    try await Program.script("witness.py", arguments).code
  }

  @Test(
    "a checkpoint is read first, from a file, a pipe or standard input, and the answer is one document"
  )
  func checkpoint() async throws {
    let note = try await succeed("checkpoint", "acme")
    let kept = try write(note, "kept")
    try await settings(#""customers""#)
    let json = try await succeed("verify", "--checkpoint", kept, "--format", "json")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect(object["agrees"] as? Bool == true)
    #expect((object["checkpoint"] as? [String: Any])?["verdict"] as? String == "extended")
    let piped = try await program.run(["verify", "--checkpoint", "-"], input: Array(note.utf8))
    #expect(piped.code == 0 && piped.output.split(separator: "\n").count == 1, "\(piped)")
    let fifo = folder.file("fifo")
    #expect(mkfifo(fifo, 0o600) == 0)
    Thread.detachNewThread {
      let handle = FileHandle(forWritingAtPath: fifo)
      for piece in [note.prefix(20), note.dropFirst(20)] {
        try? handle?.write(contentsOf: Data(piece.utf8))
        usleep(20_000)
      }
      try? handle?.close()
    }
    #expect(try await program.run(["verify", "--checkpoint", fifo]).code == 0)
    // Before the ledger is opened, whatever state that is in.
    for (file, code) in [(folder.file("none"), Int32(74)), (folder.file("empty"), 65)] {
      if code == 65 { _ = try write("", "empty") }
      let outcome = try await away.run(["verify", "--checkpoint", file])
      #expect(outcome.code == code && outcome.output.isEmpty, "\(outcome)")
    }
    #expect(try await away.run(["verify", "--checkpoint", kept]).code == 66)
  }

  @Test("what a witness takes holds for a program that shares no code, and no change of it does")
  func consistency() async throws {
    let kept = try write(try await succeed("checkpoint", "acme"), "kept")
    let keptRoot = try write(try await succeed("checkpoint"), "kept-root")
    var sizes: Set<String> = []
    for number in 1...6 {
      let registers = (0..<3).filter { number >> $0 & 1 == 1 }
        .map { #""\#(["customers", "projects", "invoices"][$0])""# }
      try await settings(registers.joined(separator: ","))
      try await settings(registers.joined(separator: ","), "c-\(number)")
      for (old, key) in [(kept, key), (keptRoot, rootKey)] {
        let body = try await succeed("checkpoint", "--consistency", old)
        let file = try write(body, "body")
        #expect(try await witness(old, file, key) == 0, "\(body)")
        sizes.insert(body)
        // Without one proof line, with one too many, and about another size.
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false)
        for changed in [
          lines[..<1] + lines[2...], lines[..<2] + lines[1...], ["old 3"] + lines[1...],
        ] {
          let other = try write(changed.joined(separator: "\n"), "changed")
          #expect(try await witness(old, other, key) == 1)
        }
      }
    }
    #expect(sizes.count == 12)
    // From now to now nothing is proved, and it holds.
    let now = try write(try await succeed("checkpoint", "acme"), "now")
    let same = try write(try await succeed("checkpoint", "--consistency", now), "same")
    #expect(try String(contentsOfFile: same, encoding: .utf8).hasPrefix("old 15\n\nledger."))
    #expect(try await witness(now, same, key) == 0)
    #expect(try await witness(kept, same, key) == 1)
    let note = try String(contentsOfFile: kept, encoding: .utf8)
    let piped = try await program.run(
      ["checkpoint", "--consistency", "-"], input: Array(note.utf8))
    #expect(piped.code == 0)
    #expect(try await program.run(["checkpoint", "acme", "--consistency", kept]).code == 64)
    let strange = try SignerKey(name: "else.example/root/1", seed: .init(repeating: 5, count: 32))
    let foreign = try Checkpoint(origin: strange.verifier.name, size: 1, root: .empty)
      .signed(by: [strange])
    let outcome = try await program.run([
      "checkpoint", "--consistency", try write(foreign.description, "foreign"),
    ])
    #expect(outcome.code == 65 && outcome.output.isEmpty, "\(outcome)")
  }

  @Test("a package is held to a checkpoint that was kept, of its log or of the root")
  func package() async throws {
    let kept = try write(try await succeed("checkpoint", "acme"), "kept")
    let keptRoot = try write(try await succeed("checkpoint"), "kept-root")
    try await settings(#""customers""#)
    try await settings(#""projects""#, "beta")
    let later = try write(try await succeed("checkpoint", "acme"), "later")
    let beta = try write(try await succeed("checkpoint", "beta"), "beta")
    let betaKey = try await succeed("checkpoint", "beta", "--keys")
    let package = folder.file("package")
    _ = try await succeed("export", "acme", "--to", package, "--with-root")
    func check(_ checkpoint: String, _ more: [String] = [], in package: String) async throws
      -> Program.Outcome
    {
      try await away.run(
        [
          "verify", "--package", package, "--checkpoint", checkpoint, "--key", key, "--key",
          rootKey,
        ]
          + more)
    }
    for checkpoint in [kept, later, keptRoot] {
      let outcome = try await check(checkpoint, in: package)
      #expect(outcome.code == 0 && outcome.output.contains(#""verdict":"extended""#), "\(outcome)")
      #expect(outcome.output.split(separator: "\n").count == 1)
    }
    // The key that signed it belongs to another company than the package.
    #expect(try await check(beta, ["--key", betaKey], in: package).code == 1)
    try await settings(#""customers","projects""#)
    let newest = try write(try await succeed("checkpoint", "acme"), "newest")
    let shorter = try await check(newest, in: package)
    #expect(shorter.code == 1 && shorter.output.contains(#""verdict":"shorter""#), "\(shorter)")
    let without = folder.file("without-root")
    _ = try await succeed("export", "acme", "--to", without)
    let unknown = try await check(keptRoot, in: without)
    #expect(unknown.code == 1 && unknown.output.contains("--with-root"), "\(unknown)")
    #expect(try await check(kept, in: without).code == 0)
    // Another history under the same key.
    let forked = try bed.fork()
    try FileManager.default.createDirectory(
      atPath: forked + "/keys", withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    try FileManager.default.copyItem(
      atPath: folder.file("ledger/keys/signing-seed"), toPath: forked + "/keys/signing-seed")
    // Whoever has the keys can also say that they signed nothing yet.
    try Data("ledger.example.com/root/1\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n".utf8)
      .write(to: URL(filePath: forked + "/keys/signed"))
    let other = folder.file("other")
    let exported = try await program.run(["export", "acme", "--to", other, "--ledger", forked])
    #expect(exported.code == 0, "\(exported)")
    let outcome = try await check(kept, in: other)
    #expect(outcome.code == 1 && outcome.output.contains(#""verdict":"forked""#), "\(outcome)")
  }

  @Test("nothing of a package reaches the terminal as it came before its signature is known")
  func raw() async throws {
    let sound = folder.file("package")
    _ = try await succeed("export", "acme", "--to", sound)
    // A C1 control sequence introducer and a right-to-left override pass for text.
    let hostile = "\u{9b}2J\u{202e}"
    for (name, place, hostile) in [
      ("checkpoint", "ledger.", "led\(hostile)ger."),
      ("root/checkpoint", "ledger.", "led\(hostile)ger."),
      ("records.jsonl", #""authid":""#, "\"authid\":\"\(hostile)\u{1b}[2J"),
      ("disclosures.jsonl", "", "{\"withheld\":\"\(hostile)\"}\n"),
    ] {
      let package = folder.file("hostile-" + name.replacing("/", with: "-"))
      try FileManager.default.copyItem(atPath: sound, toPath: package)
      let file = "\(package)/\(name)"
      let text = try String(contentsOfFile: file, encoding: .utf8)
      let changed = place.isEmpty ? text + hostile : text.replacing(place, with: hostile)
      #expect(changed != text)
      try Data(changed.utf8).write(to: URL(filePath: file))
      for format in ["table", "json"] {
        let outcome = try await away.run([
          "verify", "--package", package, "--key", key, "--key", rootKey, "--format", format,
        ])
        #expect(outcome.code != 0, "\(name)")
        for text in [outcome.output, outcome.error] {
          #expect(
            !text.unicodeScalars.contains {
              "\u{9b}\u{202e}\u{1b}".unicodeScalars.contains($0)
            }, "\(name): \(text.debugDescription)")
        }
      }
    }
  }
}
