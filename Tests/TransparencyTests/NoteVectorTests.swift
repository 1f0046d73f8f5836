import Foundation
import Testing
import Transparency

/// Notes and keys as Go's x/mod, C2SP and transparency-dev publish them.
@Suite struct NoteVectorTests {
  private let mod: [String: Any]
  private let formats: [String: Any]
  private let c2sp: [String: Any]

  init() throws {
    mod = try Vectors.object("note/x-mod-sumdb-note.json")
    formats = try Vectors.object("note/transparency-dev-formats.json")
    c2sp = try Vectors.object("note/c2sp.json")
  }

  @Test func verifierKeys() throws {
    let good = try #require(mod["vkeys_good"] as? [String])
    for key in good { #expect(try VerifierKey(key).description == key) }
    for bad in try #require(mod["vkeys_bad"] as? [[String: String]]) {
      #expect(throws: NoteError.self) { try VerifierKey(bad["vkey"] ?? "") }
    }
    let first = Array(good[0].utf8)
    for start in first.indices {
      for end in start...first.count where end - start < first.count {
        let part = String(decoding: first[start..<end], as: UTF8.self)
        #expect(throws: NoteError.self) { try VerifierKey(part) }
      }
      var changed = first
      changed[start] += 1
      #expect(throws: NoteError.self) {
        try VerifierKey(String(decoding: changed, as: UTF8.self))
      }
    }
  }

  @Test func signing() throws {
    for entry in try #require(mod["sign"] as? [[String: String]]) {
      let signer = try signer(entry["skey"])
      let text = try #require(entry["text"])
      let note = try SignedNote(text, signatures: [signer.sign(text)])
      #expect(note.description == entry["note"])
    }
    for entry in try #require(mod["skeys"] as? [[String: String]]) {
      #expect(try signer(entry["skey"]).verifier.description == entry["vkey"])
    }
  }

  /// `PRIVATE+KEY+name+id+base64(1, seed)`, as only x/mod writes it.
  private func signer(_ text: String?) throws -> SignerKey {
    let parts = try #require(text).split(separator: "+", maxSplits: 4)
    let seed = try #require(Data(base64Encoded: String(parts[4]))).dropFirst()
    return try SignerKey(name: String(parts[2]), seed: Array(seed))
  }

  @Test func opening() throws {
    for entry in try #require(mod["open"] as? [[String: Any]]) {
      let name = entry["name"] as? String ?? ""
      let bytes =
        (entry["note"] as? String).map { Array($0.utf8) }
        ?? Vectors.bytes(hex: entry["note_hex"] as? String ?? "")
      let keys = try (entry["vkeys"] as? [String] ?? []).map { try VerifierKey($0) }
      let outcome = try open(bytes, keys, verified: entry["verified"] as? [String])
      #expect(outcome == entry["want"] as? String, "\(name)")
    }
  }

  private func open(
    _ bytes: [UInt8], _ keys: [VerifierKey], verified: [String]?
  ) throws -> String {
    do throws(NoteError) {
      let signers = try SignedNote(reading: bytes).verified(by: keys)
      #expect(signers.map(\.name) == verified)
      return "ok"
    } catch {
      switch error {
      case .malformed: return "malformed"
      case .unverified: return "unverified"
      case .wrongSignature: return "invalid-signature"
      }
    }
  }

  @Test func specification() throws {
    let example = try #require(c2sp["signed_note"] as? [String: String])
    let key = try VerifierKey(example["vkey"] ?? "")
    let note = try SignedNote(reading: example["note"] ?? "")
    #expect(try note.verified(by: [key]) == [key])
    #expect(note.description == example["note"])
    let formats = try #require(c2sp["format_only"] as? [String: Any])
    for name in ["checkpoint", "cosigned_checkpoint"] {
      let text = try #require(formats[name] as? String)
      let note = try SignedNote(reading: text)
      #expect(note.description == text)
      let checkpoint = try Checkpoint(note.text)
      #expect(checkpoint.origin == "example.com/behind-the-sofa")
      #expect(checkpoint.size == 20_852_163)
      #expect(checkpoint.description == note.text)
    }
  }

  @Test func checkpoints() throws {
    for entry in try #require(formats["checkpoint_unmarshal"] as? [[String: Any]]) {
      let name = entry["name"] as? String ?? ""
      let body = try #require(entry["body"] as? String)
      guard let want = entry["want"] as? [String: Any] else {
        #expect(throws: NoteError.self, "\(name)") { try Checkpoint(body) }
        continue
      }
      let checkpoint = try Checkpoint(body)
      #expect(checkpoint.origin == want["origin"] as? String)
      #expect(checkpoint.size == (want["size"] as? NSNumber)?.uint64Value)
      #expect(String(decoding: checkpoint.rootBytes, as: UTF8.self) == want["hash_utf8"] as? String)
      #expect(checkpoint.extensions == want["rest"] as? String)
      #expect(checkpoint.description == body)
    }
    let tree = try #require(mod["format_tree"] as? [String: Any])
    let text = try #require(tree["text"] as? String)
    #expect(try Checkpoint(text).description == text)
  }

  @Test func treeProofs() throws {
    for entry in try #require(formats["tlog_proof_marshal"] as? [[String: Any]]) {
      let hashes = try #require(entry["hashes"] as? [String]).compactMap {
        Data(base64Encoded: $0).flatMap { TreeHash($0) }
      }
      let extra = (entry["extra_base64"] as? String).flatMap { Data(base64Encoded: $0) }
      let proof = TreeProof(
        index: try #require(entry["index"] as? NSNumber).uint64Value, hashes: hashes,
        checkpoint: try #require(entry["checkpoint"] as? String), extra: extra.map { Array($0) })
      let want = try #require(entry["want"] as? String)
      #expect(proof.description == want)
      #expect(try TreeProof(want) == proof)
    }
    for entry in try #require(formats["tlog_proof_unmarshal_errors"] as? [[String: String]]) {
      #expect(throws: NoteError.self, "\(entry["name"] ?? "")") {
        try TreeProof(entry["proof"] ?? "")
      }
    }
  }

  @Test func cosignatureKeys() throws {
    for key in try #require(formats["cosignature_v1_vkeys_good"] as? [String]) {
      #expect(try VerifierKey(key).algorithm == .cosignature)
    }
    for key in try #require(formats["cosignature_v1_vkeys_bad"] as? [String]) {
      #expect(throws: NoteError.self) { try VerifierKey(key) }
    }
  }
}
