import EventLog
import Evidence
import Fixtures
import Foundation
import TestSupport
import Testing

/// A scan of the table follows its pages; whoever asks for one record follows the numbers between
/// them, which a scan does not come by.
@Suite struct PositionTests {
  @Test("a number that leads past a record is found, above its page and below", arguments: [-1, 1])
  func misled(by change: Int) async throws {
    let folder = try TemporaryFolder()
    let directory = folder.file("ledger")
    let ledger = try Ledger.create(directory, effects: .live)
    for fixture in Fixture.all.prefix(4) {
      _ = try ledger.importLines(
        from: ImportSource(Array(fixture.text.utf8), name: fixture.name), by: .operator)
    }
    try ledger.close()
    let file = URL(filePath: directory + "/ledger.sqlite")
    let sound = try Data(contentsOf: file)
    let places = try await lastBytesOfKeys(file, sound)
    #expect(places.count >= 4)
    for place in places {
      var changed = sound
      changed[place] = UInt8(Int(changed[place]) + change)
      try changed.write(to: file)
      let ledger = try Ledger.open(directory, for: .reading)
      defer { try? ledger.close() }
      let findings = try ledger.verify().findings
      #expect(
        findings.contains { $0.kind == .wrongIndex && $0.what.contains("by its position") },
        "the byte \(place): \(findings)")
    }
  }

  /// Where the numbers between the pages of `record` end, which are short here.
  private func lastBytesOfKeys(_ file: URL, _ page: Data) async throws -> [Int] {
    let pages = try await SQLiteShell.run(
      "SELECT pageno FROM dbstat WHERE name = 'record' AND pagetype = 'internal'", on: file.path
    ).split(separator: "\n").compactMap { Int($0) }
    return pages.flatMap { number in
      let start = (number - 1) * 4096
      func pair(_ offset: Int) -> Int {
        Int(page[start + offset]) << 8 | Int(page[start + offset + 1])
      }
      // File format: https://sqlite.org/fileformat.html#b_tree_pages
      return (0..<pair(3)).compactMap { cell in
        var place = start + pair(12 + 2 * cell) + 4
        while page[place] >= 0x80 { place += 1 }
        return (1...126).contains(page[place]) ? place : nil
      }
    }
  }
}
