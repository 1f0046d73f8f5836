import Testing
import Transparency

/// One whole chain, byte for byte: disclosure, leaf, derived key, signed checkpoint.
///
/// The values were made with Python's `rfc8785` and `cryptography`, and verified with Go's x/mod.
@Suite struct WorkedExampleTests {
  private let origin = "ledger.example/co_AAECAwQFBgcICQoLDA0ODw/1"
  private let leaf = """
    {"authid":"act_EBESExQVFhcYGRobHB0eHw","authtype":"app_user","data":{"_sd":\
    ["0tgDljAxWrkrnMKT97I-5aHzP4VSYvI4rVJmE5fGDnU"],"_sd_alg":"sha-256"},\
    "datacontenttype":"application/json","id":"0197c0de-0000-7000-8000-000000000001",\
    "recordedtime":"2026-01-02T03:04:05.701Z","sequence":"0000000000000000",\
    "source":"/companies/co_AAECAwQFBgcICQoLDA0ODw","specversion":"1.0",\
    "time":"2026-01-02T03:04:05.678Z","type":"ledger.actor.introduced.v1"}
    """
  private let note = """
    ledger.example/co_AAECAwQFBgcICQoLDA0ODw/1
    1
    uzPaCyf3P5Dw6gqPC1zaWZkpZN1FgILY4ynL63hgDA8=

    — ledger.example/co_AAECAwQFBgcICQoLDA0ODw/1 bMrrrFlY4Q3gMQShGQLgqOldSd4l1iSYszcKn2hjQy5rec8aaOrTfZGlpfRNssUqK5v/IwMDM1GeipiFr3bFCWH/wg0=

    """

  @Test func disclosure() {
    let salt = Disclosure.salt((0x0001_0203_0405_0607, 0x0809_0a0b_0c0d_0e0f))
    let json = #"["\#(salt)","identity",{"email":"anna@example.com","sub":"u-17"}]"#
    let disclosure = Disclosure(json: Array(json.utf8))
    #expect(
      disclosure.description
        == "WyJBQUVDQXdRRkJnY0lDUW9MREEwT0R3IiwiaWRlbnRpdHkiLHsiZW1haWwiOiJhbm5hQGV4YW1wbGUuY29tIiwic3ViIjoidS0xNyJ9XQ"
    )
    #expect(leaf.contains(disclosure.digest))
  }

  @Test func chain() throws {
    #expect(leaf.utf8.count == 435)
    let hash = TreeHash.leaf(Array(leaf.utf8))
    #expect(
      hash.description == "bb33da0b27f73f90f0ea0a8f0b5cda59992964dd458082d8e329cbeb78600c0f")
    let signer = try SignerKey(
      origin: origin, ledgerSeed: [UInt8](repeating: 7, count: 32))
    #expect(
      signer.verifier.description
        == "\(origin)+6ccaebac+AdzA9MwKCWhGDi8N2ydjXCGL9AQIYA7Q91FvuS7lKsOw")
    var frontier = Frontier()
    frontier.append(hash)
    let checkpoint = Checkpoint(origin: origin, size: frontier.size, root: frontier.root)
    #expect(try checkpoint.signed(by: [signer]).description == note)
    let proof = TreeProof(index: 0, hashes: [], checkpoint: note)
    #expect(try proof.check(hash, by: [signer.verifier]) == checkpoint)
    #expect(throws: ProofError.root) { try proof.check(.empty, by: [signer.verifier]) }
  }

  @Test("old and new key can sign side by side")
  func rotation() throws {
    let checkpoint = Checkpoint(origin: origin, size: 0, root: .empty)
    let old = try SignerKey(name: origin, seed: [UInt8](repeating: 1, count: 32))
    let new = try SignerKey(name: origin, seed: [UInt8](repeating: 2, count: 32))
    let note = try checkpoint.signed(by: [old, new])
    #expect(try note.verified(by: [old.verifier]) == [old.verifier])
    #expect(try note.verified(by: [new.verifier]) == [new.verifier])
    #expect(try SignedNote(reading: note.description) == note)
  }
}
