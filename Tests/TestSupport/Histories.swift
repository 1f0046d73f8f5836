package import EventLog
import Evidence
import Fixtures
import Foundation
import Integrations

extension Ledger {
  /// A new ledger with every fixture's history.
  package static func ofFixtures(_ directory: String, _ effects: Effects = .afterFixtures) throws
    -> Ledger
  {
    let ledger = try Ledger.create(directory, properties: [.product: "Moment"], effects: effects)
    for fixture in Fixture.all {
      _ = try ledger.importLines(
        from: ImportSource(Array(fixture.text.utf8), name: fixture.name), by: .operator)
    }
    return ledger
  }

  /// Every record's bytes with newlines, as `history --format jsonl` prints them.
  package func exported() throws -> [UInt8] {
    var bytes: [UInt8] = []
    try forEachRecord { _, record in
      bytes.append(contentsOf: record)
      bytes.append(0x0a)
      return true
    }
    return bytes
  }
}

extension Effects {
  /// A clock after everything that the fixtures tell, which stands still.
  package static var afterFixtures: Effects { TestEffects("2026-11-24T00:00:00.000Z").effects }
}

/// Made-up actions as lines of an import.
package func madeUpLines(_ count: Int, seed: UInt64 = 3) -> [UInt8] {
  let end = Timestamp("2026-11-01T00:00:00.000Z") ?? Timestamp(milliseconds: 0)
  var bytes: [UInt8] = []
  for made in MadeUp(seed: seed, count: count, endingAt: end) {
    bytes.append(
      contentsOf: ActionLine.encode(
        made.action, company: made.company, provider: made.provider, actor: made.actor,
        time: made.time))
  }
  return bytes
}
