import TestSupport
import Testing
import Transparency

/// Whatever bytes come in, the readers answer; none of them stops the program.
@Suite struct HostileTests {
  @Test func mutations() throws {
    let signer = try SignerKey(name: "example.com/log", seed: [UInt8](repeating: 3, count: 32))
    let note = try Checkpoint(origin: "example.com/log", size: 7, root: .empty)
      .signed(by: [signer]).description
    let proof = TreeProof(
      index: 5, hashes: [.empty, .empty], checkpoint: note, extra: [1, 2, 3]
    ).description
    var random = SplitMix(seed: 99)
    var accepted = 0
    for _ in 0..<4000 {
      var bytes = Array((Bool.random(using: &random) ? note : proof).utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let index = Int.random(in: bytes.indices, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes.remove(at: index)
        case 2: bytes.insert(.random(in: .min ... .max, using: &random), at: index)
        default: bytes.removeSubrange(index...)
        }
        guard !bytes.isEmpty else { break }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      if let note = try? SignedNote(reading: bytes) {
        _ = try? Checkpoint(note.text)
        if (try? note.verified(by: [signer.verifier])) != nil {
          accepted += 1
          #expect(note.text == "example.com/log\n7\n\(TreeHash.empty.base64)\n")
        }
      }
      _ = try? TreeProof(text)
      _ = try? VerifierKey(text)
      _ = Disclosure(text)
    }
    #expect(accepted < 4000)
  }
}
