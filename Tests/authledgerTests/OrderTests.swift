import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing
import Transparency

/// Root, company and order as other people's programs verify them: Go's x/mod, and a script.
@Suite struct OrderTests {
  private let folder: TemporaryFolder
  private let ledger: Ledger

  init() throws {
    folder = try TemporaryFolder()
    ledger = try Ledger.signed(folder.file("ledger"))
    for round in 1...3 { try ledger.publishRound(round) }
  }

  private func write(_ text: String, _ name: String) throws -> String {
    try Data(text.utf8).write(to: URL(filePath: folder.file(name)))
    return folder.file(name)
  }

  private func run(
    _ program: String, _ arguments: [String], _ environment: [String: String] = [:]
  ) async throws -> (code: Int32, output: String) {
    let outcome = try await Program(environment: environment).run(URL(filePath: program), arguments)
    return (outcome.code, outcome.output + outcome.error)
  }

  /// Builds the checker from Debian's golang.org/x/mod.
  private func checker() async throws -> String {
    let source = Golden.root.appending(path: "Tests/authledgerTests/xmod/check.go").path
    let built = try await run(
      "/usr/bin/go", ["build", "-o", folder.file("check"), source],
      [
        "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOCACHE": folder.file("cache"),
        "GOFLAGS": "",
      ])
    #expect(built.code == 0, "\(built.output)")
    return folder.file("check")
  }

  private func key(_ origin: String) throws -> String {
    "\(try #require(try ledger.keyHistory(of: origin).keys.first))"
  }

  @Test("Go's x/mod verifies the checkpoints and proofs of root, company and order")
  func goVerifies() async throws {
    let go = try await checker()
    func holds(_ arguments: String...) async throws -> Bool {
      try await run(go, arguments).output == "holds\n"
    }
    let kept = try (
      root: #require(try ledger.rootCheckpoint()).description,
      company: #require(try ledger.checkpoint(of: .acme)).description,
      order: #require(try ledger.orderCheckpoint()).description
    )
    try ledger.publishRound(4)
    let origins = try (ledger.rootOrigin(), ledger.origin(of: .acme), ledger.orderOrigin())
    let records = try ledger.records(RecordQuery()).map {
      String(decoding: $0.bytes, as: UTF8.self)
    }
    let own = try ledger.records(RecordQuery(of: .acme)).map {
      String(decoding: $0.bytes, as: UTF8.self)
    }
    _ = try ledger.export(.acme, to: folder.file("package"), withRoot()) { _ in "" }
    let rootLeaves = folder.file("package/root/leaves.jsonl")
    let now = try (
      root: #require(try ledger.rootCheckpoint()).description,
      company: #require(try ledger.checkpoint(of: .acme)).description,
      order: #require(try ledger.orderCheckpoint()).description
    )
    let trees = try [
      (kept.root, now.root, rootLeaves, key(origins.0)),
      (kept.company, now.company, write(own.joined(separator: "\n") + "\n", "own"), key(origins.1)),
      (kept.order, now.order, write(records.joined(separator: "\n") + "\n", "all"), key(origins.2)),
    ]
    for (old, new, leaves, key) in trees {
      let (oldFile, newFile) = (try write(old, "old"), try write(new, "new"))
      #expect(try await holds("checkpoint", newFile, key))
      #expect(try await holds("consistent", oldFile, newFile, leaves, key))
      #expect(try await !holds("consistent", newFile, oldFile, leaves, key))
    }
    let tree = WholeTree(records.map { TreeHash.leaf(Array($0.utf8)) })
    for (number, record) in records.enumerated() {
      let proof = try orderProof(UInt64(number), tree, signed: now.order)
      let files = try (write(proof, "proof"), write(record, "record"))
      #expect(try await holds("proof", files.0, files.1, trees[2].3))
      #expect(try await !holds("proof", files.0, files.1, trees[1].3))
      let other = try write(records[(number + 1) % records.count], "other")
      #expect(try await !holds("proof", files.0, other, trees[2].3))
    }
    for (number, record) in own.enumerated() {
      let proof = try #require(try ledger.proof(of: .acme, SequenceNumber(Int64(number))))
      let files = try (write(proof.description, "proof"), write(record, "record"))
      #expect(try await holds("proof", files.0, files.1, trees[1].3))
    }
    let text = try Checkpoint(SignedNote(reading: now.company).text).description
    let proof = folder.file("package/root.tlog-proof")
    #expect(try await holds("proof", proof, write(text, "leaf"), trees[0].3))
  }

  /// Proves where a record stands in the order that a note signs.
  private func orderProof(_ leaf: UInt64, _ tree: WholeTree, signed note: String) throws -> String {
    let size = try Checkpoint(SignedNote(reading: note).text).size
    return TreeProof(
      index: leaf, hashes: try tree.inclusionProof(of: leaf, in: size), checkpoint: note
    ).description
  }

  private func withRoot() -> ExportOptions {
    var options = ExportOptions()
    options.withRoot = true
    return options
  }

  @Test("the script holds every record to the order that the root signs, and tells another order")
  func script() async throws {
    let audit = Golden.root.appending(path: "Tests/authledgerTests/audit.py").path
    let package = folder.file("package")
    _ = try ledger.export(.acme, to: package, withRoot()) { _ in "" }
    let records = try ledger.records(RecordQuery()).map {
      String(decoding: $0.bytes, as: UTF8.self)
    }
    let key = try key(ledger.rootOrigin())
    func holds(_ records: [String]) async throws -> Bool {
      let file = try write(records.map { $0 + "\n" }.joined(), "all")
      return try await run("/usr/bin/python3", ["-B", audit, "order", file, package, key]).code == 0
    }
    #expect(try await holds(records))
    // Records from after the root belong to no root yet.
    #expect(try await holds(records + [records[0]]))
    var swapped = records
    swapped.swapAt(2, 3)
    #expect(try await !holds(swapped))
    #expect(try await !holds(records.dropLast()))
    let leaves = package + "/root/leaves.jsonl"
    let text = try String(contentsOfFile: leaves, encoding: .utf8)
    let last = try #require(text.split(separator: "\n").last)
    #expect(last.contains("ledger.example.com/order/1"))
    try Data(text.replacing("order/1", with: "order/2").utf8).write(to: URL(filePath: leaves))
    #expect(try await !holds(records))
  }
}

/// Every node of a tree, held in memory.
private struct WholeTree: NodeSource {
  private var nodes: [Node: TreeHash] = [:]

  init(_ leaves: [TreeHash]) {
    var frontier = Frontier()
    for leaf in leaves { frontier.append(leaf) { nodes[$0] = $1 } }
  }

  func hash(of node: Node) -> TreeHash { nodes[node] ?? .empty }
}
