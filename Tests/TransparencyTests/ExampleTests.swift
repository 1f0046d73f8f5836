import TestSupport
import Testing
import Transparency

@Suite("The example of Checkpoint") struct ExampleTests {
  private let seed = [UInt8](repeating: 7, count: 32)

  @Test("it does what its comments say, and is the one in the doc comment")
  func example() throws {
    var printed: [String] = []
    func print(_ value: Any) { printed.append("\(value)") }
    let (first, second) = (TreeHash.leaf(Array("one".utf8)), TreeHash.leaf(Array("two".utf8)))
    var tree = Frontier()
    tree.append(first)
    tree.append(second)
    let key = try SignerKey(name: "example.com/log", seed: seed)
    let checkpoint = Checkpoint(origin: "example.com/log", size: tree.size, root: tree.root)
    let note = try checkpoint.signed(by: [key])
    let proof = TreeProof(index: 0, hashes: [second], checkpoint: note.description)
    print(try proof.check(first, by: [key.verifier]).size)
    #expect(printed == ["2"])
    let source = "Sources/Transparency/Notes/Checkpoint.swift"
    #expect(try DocumentedExample.lines(of: source).count == 9)
    #expect(try DocumentedExample.missing(of: source, in: #filePath).isEmpty)
  }

  @Test("a request to a witness is checked against the earlier checkpoint, and its hashes count")
  func extended() throws {
    let leaves = (0..<3).map { TreeHash.leaf([$0]) }
    var tree = Frontier()
    tree.append(leaves[0])
    let key = try SignerKey(name: "example.com/log", seed: seed)
    let earlier = Checkpoint(origin: "example.com/log", size: 1, root: tree.root)
    tree.append(leaves[1])
    tree.append(leaves[2])
    let note = try Checkpoint(origin: "example.com/log", size: 3, root: tree.root)
      .signed(by: [key])
    try AddCheckpoint(old: 1, hashes: [leaves[1], leaves[2]], checkpoint: note)
      .check(extends: earlier)
    #expect(throws: ProofError.root) {
      try AddCheckpoint(old: 1, hashes: [leaves[2], leaves[1]], checkpoint: note)
        .check(extends: earlier)
    }
    let foreign = Checkpoint(origin: "example.com/other", size: 1, root: leaves[0])
    #expect(throws: NoteError.self) {
      try AddCheckpoint(old: 1, hashes: [leaves[1], leaves[2]], checkpoint: note)
        .check(extends: foreign)
    }
  }
}
