import Evidence
import Foundation
import Integrations
import TestSupport
import Testing
import Transparency

@testable import EventLog

@Suite struct PublishingTests {
  private let folder: TemporaryFolder
  private let ledger: Ledger

  init() throws {
    folder = try TemporaryFolder()
    ledger = try Ledger.signed(folder.file("ledger"), effects: .afterFixtures)
  }

  private func published() throws -> Checkpoint {
    try Checkpoint(try #require(try ledger.publish()).text)
  }

  @Test("every company that changed becomes a leaf, and only those")
  func leaves() throws {
    #expect(try ledger.publish() == nil)
    #expect(!FileManager.default.fileExists(atPath: folder.file("ledger/last-checkpoint")))
    try ledger.append([.settings(1)], to: .acme)
    try ledger.append([.settings(1)], to: .beta)
    #expect(try ledger.hasUnpublished())
    let first = try published()
    #expect(first.origin == "ledger.example.com/root/1")
    #expect(first.size == 3, "two companies, and the order of their records")
    #expect(try !ledger.hasUnpublished())
    #expect(try published() == first)
    try ledger.append([.settings(2)], to: .beta)
    #expect(try published().size == 5)
    let report = try ledger.verify(deep: true)
    #expect(report.agrees, "\(report.findings)")
    #expect(report.anchoring.publications == 2)
    #expect(report.anchoring.through == Position(3))
    #expect(report.anchoring.unsigned == 0)
    try ledger.append([.settings(3)], to: .acme)
    #expect(try ledger.verify().anchoring.unsigned == 1)
  }

  @Test("the root that is signed is that of the companies' checkpoints, in order")
  func root() throws {
    var leaves = Frontier()
    var order = Frontier()
    for round in 1...5 {
      for company in [Company.acme, .beta] where round % 2 == 1 || company == .acme {
        try ledger.append([.settings(round)], to: company)
        let note = try #require(try ledger.checkpoint(of: company))
        leaves.append(TreeHash.leaf(Array(note.text.utf8)))
        order.append(try #require(try ledger.records(RecordQuery()).last).hash)
      }
      leaves.append(
        Checkpoint.leaf(
          origin: "ledger.example.com/order/1", size: order.size, root: order.root))
      let root = try published()
      #expect(root.size == leaves.size)
      #expect(root.root == leaves.root)
    }
    let kept = try #require(durableText(folder.file("ledger/last-checkpoint")))
    #expect(kept == (try ledger.rootCheckpoint()?.description))
  }

  @Test("a history published in one piece and in many has the same trees")
  func pieces() throws {
    let lines = madeUpLines(600).split(separator: 0x0a)
    for piece in stride(from: 0, to: lines.count, by: 97) {
      let part = lines[piece..<min(piece + 97, lines.count)].flatMap { $0 + [0x0a] }
      _ = try ledger.importLines(from: ImportSource(part, name: "part"), by: .operator)
      _ = try ledger.publish()
    }
    let report = try ledger.verify()
    #expect(report.agrees, "\(report.findings)")
    #expect(report.anchoring.publications == 7)
    let whole = try Ledger.signed(folder.file("whole"), effects: .afterFixtures)
    _ = try whole.importLines(
      from: ImportSource(try ledger.exported(), name: "export"), by: .operator)
    _ = try whole.publish()
    #expect(try whole.verify().agrees)
    for company in try whole.texts("SELECT company FROM stream") {
      let company = Company.make(company)
      #expect(
        try whole.checkpoint(of: company)?.text == ledger.checkpoint(of: company)?.text)
    }
  }

  @Test("a kept root checkpoint is extended by every later one, and by no other ledger's")
  func keptRoot() throws {
    try ledger.append([.settings(1)], to: .acme)
    let kept = try #require(try ledger.publish())
    try ledger.append([.settings(2)], to: .acme)
    _ = try ledger.publish()
    #expect(try ledger.compare(withKept: kept) == .extended(from: 2, to: 4))
    let other = try Ledger.signed(folder.file("other"), effects: .afterFixtures)
    try other.append([.settings(1)], to: .beta)
    _ = try other.publish()
    let keys = try ledger.keyHistory(of: "ledger.example.com/root/1").keys
    #expect(try other.compare(withKept: kept, signedBy: keys) == .forked(size: 2))
    #expect(throws: NoteError.self) { try other.compare(withKept: kept) }
  }

  @Test("a commitment to the state is proven by a refold, at its place, by its fold")
  func commitments() throws {
    let ledger = try Ledger.ofFixtures(folder.file("fixtures"))
    let first = try ledger.commitState(by: .operator)
    try ledger.append([.settings(7)], to: .acme)
    _ = try ledger.commitState(by: .operator)
    let replay = try ledger.checkProjections()
    #expect(replay.commitments.map(\.verdict) == [.proven, .proven])
    #expect(replay.commitments[0].commitment == first)
    #expect(replay.commitments[0].commitment.digest != replay.commitments[1].commitment.digest)
    #expect(replay.projections[0].stored == replay.commitments[1].commitment.digest)

    // A state that was shown and is not the fold.
    try ledger.execute("UPDATE integration_status SET verdict = 'OTHER' WHERE stream = 3")
    _ = try ledger.commitState(by: .operator)
    _ = try ledger.rebuildProjections()
    let lie = try ledger.checkProjections()
    #expect(lie.projections.filter { !$0.agrees }.isEmpty)
    #expect(lie.commitments.map(\.verdict) == [.proven, .proven, .differs])
    #expect(!lie.agrees)
    #expect(try ledger.verify().findings.map(\.kind) == [.wrongProjection])
  }
}

func durableText(_ path: String) -> String? {
  FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
}
