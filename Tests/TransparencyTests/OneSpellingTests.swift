import Testing

@testable import Transparency

/// No evidence has two spellings.
@Suite struct OneSpellingTests {
  @Test("a note, a proof and a key with bits that no byte uses are refused")
  func evidence() throws {
    let signer = try SignerKey(name: "example.com/log", seed: [UInt8](repeating: 3, count: 32))
    let note = try Checkpoint(origin: "example.com/log", size: 7, root: .empty)
      .signed(by: [signer])
    let proof = TreeProof(index: 5, hashes: [.empty], checkpoint: note.description, extra: [1])
    // The last character before one sign of padding carries two bits that must be zero.
    func respelled(_ text: String, at place: String) -> String {
      let other = place.dropLast(2) + String(UnicodeScalar((place.utf8.dropLast().last ?? 0) + 1))
      return text.replacing(place, with: other + "=")
    }
    let root = TreeHash.empty.base64
    #expect(respelled(note.text, at: root) != note.text)
    #expect(throws: NoteError.self) { try Checkpoint(respelled(note.text, at: root)) }
    #expect(throws: NoteError.self) { try TreeProof(respelled(proof.description, at: root)) }
    #expect(try TreeProof(proof.description) == proof)
  }
}
