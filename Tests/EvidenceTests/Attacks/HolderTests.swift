import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing
import Transparency

/// Who holds what, and what finds their forgery: the table of docs/auditing.md, cell by cell.
@Suite struct HolderTests {
  private let victim: Victim
  private let keys: [VerifierKey]
  private let kept: SignedNote
  private let manager = FileManager.default

  init() throws {
    victim = try Victim()
    (keys, kept) = try victim.reading {
      (try $0.keyHistory(of: $0.rootOrigin()).keys, try #require(try $0.rootCheckpoint()))
    }
  }

  /// A whole ledger of the same name with an edited history.
  ///
  /// - Parameter withSeed: Whether the forger has the true seed, and signs with it.
  private func forged(withSeed: Bool) throws -> String {
    let lines = try victim.reading { String(decoding: try $0.exported(), as: UTF8.self) }
    let edited = lines.replacing("\"enabled\":false", with: "\"enabled\":true")
    let directory = victim.folder.file("forged")
    let ledger = try Ledger.signed(directory)
    if withSeed {
      mkdir(directory + "/keys", 0o700)
      try manager.copyItem(
        atPath: victim.directory + "/keys/signing-seed", toPath: directory + "/keys/signing-seed")
      let begun = Checkpoint(origin: "\(Victim.origin)/root/1", size: 0, root: .empty)
      try Data(begun.description.utf8).write(to: URL(filePath: directory + "/keys/signed"))
    }
    _ = try ledger.importLines(
      from: ImportSource(Array(edited.utf8), name: "edited"), by: .operator)
    try ledger.publish()
    try ledger.close()
    return directory
  }

  /// What `verify`, `verify --key` and `verify --checkpoint --key` say of a directory.
  private func cells(_ directory: String) throws -> [String] {
    let ledger = try Ledger.open(directory, for: .reading)
    let found = try [
      !ledger.verify().agrees, !ledger.verify(signedBy: keys).agrees,
      {
        guard case .extended? = try? ledger.compare(withKept: kept, signedBy: keys) else {
          return true
        }
        return false
      }(),
    ]
    return found.map { $0 ? "finds it" : "does not" }
  }

  /// The cells of a row of the page, without its first and last.
  private func page(_ row: String) throws -> [String] {
    let text = try String(
      contentsOf: Golden.root.appending(path: "docs/auditing.md"), encoding: .utf8)
    let line = try #require(
      text.split(separator: "\n").first { $0.hasPrefix("| \(row) |") }, "\(row)")
    let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    return Array(cells[1...3])
  }

  @Test("the file alone")
  func file() throws {
    try victim.replace("ledger.sqlite", from: forged(withSeed: false))
    #expect(try cells(victim.directory) == page("`ledger.sqlite`"))
  }

  @Test("the file and last-checkpoint")
  func fileAndCheckpoint() throws {
    let other = try forged(withSeed: false)
    for name in ["ledger.sqlite", "last-checkpoint"] { try victim.replace(name, from: other) }
    #expect(try cells(victim.directory) == page("`ledger.sqlite` and `last-checkpoint`"))
  }

  @Test("keys/ alone: another ledger, elsewhere, under the true key")
  func keysAlone() throws {
    #expect(try cells(forged(withSeed: true)) == page("`keys/` alone"))
    // The ledger itself is as it was.
    #expect(try cells(victim.directory) == ["does not", "does not", "does not"])
  }

  @Test("the whole directory, with a key of the forger's own")
  func directory() throws {
    let other = try forged(withSeed: false)
    try manager.removeItem(atPath: victim.directory)
    try manager.moveItem(atPath: other, toPath: victim.directory)
    #expect(try cells(victim.directory) == page("the whole directory, signing anew"))
  }

  @Test("the whole directory, with the true seed")
  func directoryAndSeed() throws {
    let other = try forged(withSeed: true)
    try manager.removeItem(atPath: victim.directory)
    try manager.moveItem(atPath: other, toPath: victim.directory)
    #expect(try cells(victim.directory) == page("the whole directory, signing with its seed"))
  }

  @Test("records that are not signed yet are found by nothing, and said to be unsigned")
  func unsigned() async throws {
    _ = try victim.with { try $0.append([.settings(9)], to: .acme) }
    let row = try await SQLiteShell.run(
      "SELECT hex(bytes) FROM record ORDER BY position DESC LIMIT 1", on: victim.database)
    let digits = Array(row)
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(digits[$0...($0 + 1)]), radix: 16)
    }
    let edited = Array(
      String(decoding: bytes, as: UTF8.self).replacing(
        "\"enabled\":false", with: "\"enabled\":true"
      ).utf8)
    let blob = edited.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    try await victim.edit(
      "UPDATE record SET bytes = x'\(blob)', hash = x'\(TreeHash.leaf(edited))' WHERE position = 7")
    _ = try victim.with { try $0.rebuildProjections() }
    #expect(try cells(victim.directory) == page("any of them, records that are not signed yet"))
    #expect(try victim.reading { try $0.verify().anchoring.unsigned } == 1)
  }
}
