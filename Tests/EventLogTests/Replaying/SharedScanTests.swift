import Foundation
import Integrations
import TestSupport
import Testing

@testable import EventLog
@testable import Evidence

/// A log that is long enough for several threads to read it.
@Suite struct SharedScanTests {
  private let folder: TemporaryFolder
  private let ledger: Ledger

  init() throws {
    folder = try TemporaryFolder()
    let directory = folder.file("ledger")
    _ = try Ledger.create(
      directory, effects: .afterFixtures,
      importing: ImportSource(madeUpLines(6000), name: "made up"), by: .operator)
    ledger = try Ledger.open(directory, for: .writing)
    try ledger.execute("DROP TRIGGER record_is_never_updated")
    try ledger.execute("DROP TRIGGER record_is_never_deleted")
  }

  /// Writes down what a scan gives, in the order it comes.
  private final class Listener: LogReader {
    var heard: [String] = []

    func read(_ row: inout DecodedRow) { heard.append("record \(row.position)") }
    func readStray(_ line: StoredLine) { heard.append("line \(line.position)") }
    func read(_ publication: Publication?) {
      heard.append("publication \(publication?.position ?? -1)")
    }
    func read(_ leaf: RootLeaf?) { heard.append("leaf \(leaf?.index ?? -1)") }
  }

  private func scan() throws -> [String] {
    let listener = Listener()
    try ledger.read { connection in
      try ParallelScan.read(
        connection, of: ledger.files, looking: ParallelScan.Parts(publications: true), by: listener)
    }
    return listener.heard
  }

  @Test("however publications cut the log, the order of its records is held to each of them")
  func publications() throws {
    var number = 1
    for count in [144, 1, 255, 256, 300, 512] {
      for _ in 0..<count {
        try ledger.append([.settings(number)], to: .acme)
        number += 1
      }
      try ledger.publish()
    }
    // The triggers are gone, which is told; nothing else is.
    let sound = try ledger.verify().findingCount
    #expect(try !ledger.verify().findings.contains { $0.kind == .reordered })
    let exchange = """
      UPDATE record SET position = -1 WHERE position = 6300;
      UPDATE record SET position = 6300 WHERE position = 6301;
      UPDATE record SET position = 6301 WHERE position = -1
      """
    for statement in exchange.split(separator: ";") { try ledger.execute(String(statement)) }
    let exchanged = try ledger.verify()
    #expect(exchanged.findingCount > sound)
    #expect(exchanged.findings.contains { $0.kind == .reordered })
  }

  @Test("records come in their order, and what lies between them at its place")
  func order() throws {
    try ledger.publish()
    try ledger.append([.settings(1)], to: .acme)
    try ledger.publish()
    try ledger.execute("DELETE FROM record WHERE position IN (1, 256, 257, 512, 3000)")
    try ledger.execute("DELETE FROM record WHERE position BETWEEN 4000 AND 4700")
    try ledger.execute("INSERT INTO company_log VALUES (-3, 'info', 'x'), (70000, 'info', 'x')")
    let heard = try scan()
    let missing = Set([1, 256, 257, 512, 3000] + Array(4000...4700))
    var expected = ["line -3"]
    for position in 1...6001 {
      expected.append(missing.contains(position) ? "line \(position)" : "record \(position)")
      guard position >= 6000 else { continue }
      expected.append("publication \(position)")
      let leaves = heard.filter { $0.hasPrefix("leaf") }
      expected += position == 6000 ? leaves.dropLast(2) : leaves.suffix(2)
    }
    expected.append("line 70000")
    #expect(heard.count == expected.count)
    let first = zip(heard, expected).first { $0 != $1 }
    #expect(first == nil, "\(String(describing: first))")
  }

  @Test("a gap of any size is stepped over, and verification names it")
  func gap() throws {
    try ledger.execute("UPDATE record SET position = 9000000000000000 WHERE position = 6000")
    let heard = try scan()
    #expect(heard.filter { $0.hasPrefix("record") }.count == 6000)
    #expect(heard.suffix(2) == ["line 6000", "record 9000000000000000"])
    #expect(try ledger.verify().findings.contains { $0.kind == .missingRecord })
  }

  @Test("what goes wrong on any thread ends the scan with its error")
  func failure() throws {
    for position in [1, 300, 5999] {
      let place = "WHERE position = \(position)"
      let hash = try ledger.texts("SELECT hex(hash) FROM record \(place)").joined()
      try ledger.execute("UPDATE record SET hash = zeroblob(32) \(place)")
      let error = #expect(throws: LedgerError.self) { try ledger.checkProjections() }
      #expect("\(try #require(error))".contains("#\(position)"))
      #expect(try ledger.verify().findings.contains { $0.position?.number == Int64(position) })
      try ledger.execute("UPDATE record SET hash = x'\(hash)' \(place)")
    }
    #expect(try ledger.checkProjections().agrees)
  }

  @Test("states alone are compared where only they are asked for")
  func statesAlone() throws {
    try ledger.execute("UPDATE company_log SET code = 'x' WHERE position = 5000")
    #expect(try !ledger.checkProjections().agrees)
    let states = try ledger.checkProjections([.integrationStatus])
    #expect(states.agrees && states.records == 6000 && states.projections.count == 1)
    try ledger.execute("UPDATE integration_status SET verdict = 'x' WHERE stream = 700")
    #expect(try !ledger.checkProjections([.integrationStatus]).agrees)
  }
}
