import Crypto
import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing
import Transparency

/// Ledgers that earlier releases made: whoever has one goes on with it, and nothing in it changes.
///
/// `ledgers/README.md` tells how they were made.
@Suite struct OldLedgerTests {
  private static let ledgers = Golden.root.appending(path: "Tests/EvidenceTests/ledgers")
  private static let folds = ["company_log/1", "integration_status/1"]

  private let folder: TemporaryFolder
  private let directory: String
  /// After everything that the ledger holds, so that no record lies ahead of the clock.
  private let effects = TestEffects("2027-01-04T08:00:00.000Z").effects

  init() throws {
    folder = try TemporaryFolder()
    directory = folder.file("ledger")
    try Self.copy("first-release", to: directory)
  }

  /// Git keeps no permissions, and a ledger's files are its owner's alone.
  private static func copy(_ name: String, to directory: String) throws {
    let manager = FileManager.default
    try manager.copyItem(atPath: ledgers.appending(path: name).path, toPath: directory)
    let paths = try [""] + manager.subpathsOfDirectory(atPath: directory).map { "/" + $0 }
    for path in paths {
      var isFolder: ObjCBool = false
      _ = manager.fileExists(atPath: directory + path, isDirectory: &isFolder)
      chmod(directory + path, isFolder.boolValue ? 0o700 : 0o600)
    }
  }

  private func with<Result>(
    _ purpose: Ledger.Purpose, _ body: (Ledger) throws -> Result
  ) throws -> Result {
    let ledger = try Ledger.open(directory, for: purpose, effects: effects)
    defer { try? ledger.close() }
    return try body(ledger)
  }

  private func storedFolds() async throws -> [String] {
    try await SQLiteShell.run(
      "SELECT fingerprint FROM projection ORDER BY name", on: directory + "/ledger.sqlite"
    ).split(separator: "\n").map(String.init)
  }

  @Test("its projections are of the first folds, which nobody reads any more")
  func oldFolds() async throws {
    #expect(try await storedFolds() == Self.folds)
    #expect(Set(Projection.allCases.map(\.fingerprint)).isDisjoint(with: Self.folds))
    #expect(throws: LedgerError.self) {
      _ = try with(.reading) { try $0.integration(of: .acme) }
    }
  }

  @Test("opening it to write rebuilds its projections, and everything agrees")
  func opens() async throws {
    let (verified, replayed) = try with(.writing) { ledger in
      (try ledger.verify(deep: true), try ledger.checkProjections())
    }
    #expect(try await storedFolds() == Projection.allCases.map(\.fingerprint).sorted())
    #expect(verified.agrees, "\(verified.findings)")
    #expect(verified.anchoring.unsigned == 0)
    #expect(verified.anchoring.guardState.holds)
    #expect(verified.identities[.shown] == 4)
    #expect(verified.identities[.erased] == 2)
    #expect(replayed.agrees, "\(replayed.projections.compactMap(\.firstDifference))")
    // What it committed to of its state was told by a fold that is no more.
    #expect(replayed.commitments.map(\.verdict) == [.otherFold])
  }

  @Test("every record has the bytes that it had")
  func bytes() throws {
    let expected = try String(
      contentsOf: Self.ledgers.appending(path: "first-release.sha256"), encoding: .utf8)
    let exported = try with(.writing) { try $0.exported() }
    #expect(exported.count { $0 == 0x0a } == 327)
    let digest = SHA256.hash(data: exported).map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }
    #expect(expected == digest.joined() + "  first-release.jsonl\n")
  }

  @Test("the root that somebody kept of it still holds")
  func keptRoot() throws {
    let kept = try SignedNote(
      reading: String(
        contentsOf: Self.ledgers.appending(path: "first-release.checkpoint"), encoding: .utf8))
    let verdict = try with(.writing) { try $0.compare(withKept: kept) }
    guard case .extended(from: 53, _) = verdict else {
      Issue.record("\(verdict)")
      return
    }
  }

  @Test("it goes on: an append is recorded, signed and verified")
  func appends() throws {
    let report = try with(.writing) { ledger in
      let new = Company.make("new")
      let appended = try ledger.append([.settings(1)], to: new)
      #expect(appended.first?.receipt?.position == Position(328))
      _ = try ledger.append([.settings(3)], to: .make("certain-of-the-person-from-two-words"))
      _ = try ledger.publish()
      return try ledger.verify()
    }
    #expect(report.agrees, "\(report.findings)")
    #expect(report.records == 329)
    #expect(report.anchoring.unsigned == 0)
    #expect(report.anchoring.guardState == .follows)
  }

  @Test("where one only looks, nothing of it is written, and verification finds nothing")
  func reads() throws {
    let file = URL(filePath: directory + "/ledger.sqlite")
    // Its projections are of an older fold, which only the present asks for.
    let before = try Data(contentsOf: file)
    let report = try with(.reading) { try $0.verify() }
    #expect(Set(report.findings.map(\.kind)) == [.wrongProjection], "\(report.findings)")
    #expect(report.trust.source == .seed)
    #expect(try Data(contentsOf: file) == before)
    #expect(!FileManager.default.fileExists(atPath: directory + "/keys/signed"))
  }

  @Test("its first publication adds the order of all records, and the seed's own file")
  func addsOrder() throws {
    try with(.writing) { ledger in
      #expect(try ledger.orderCheckpoint() == nil)
      _ = try ledger.append([.settings(1)], to: .make("new"))
      _ = try ledger.publish()
      let order = try Checkpoint(try #require(try ledger.orderCheckpoint()).text)
      #expect(order.size == 328)
      let kept = try SignedNote(
        reading: String(
          contentsOf: Self.ledgers.appending(path: "first-release.checkpoint"), encoding: .utf8))
      guard case .extended = try ledger.compare(withKept: kept) else {
        Issue.record("the root that was kept is extended by those with the order")
        return
      }
    }
    let signed = try String(contentsOfFile: directory + "/keys/signed", encoding: .utf8)
    let last = try String(contentsOfFile: directory + "/last-checkpoint", encoding: .utf8)
    #expect(last.hasPrefix(signed))
  }
}
