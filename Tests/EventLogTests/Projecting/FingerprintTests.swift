import Foundation
import Integrations
import TestSupport
import Testing

@testable import EventLog

/// What other versions of this program rely on in a ledger's file.
@Suite struct FingerprintTests {
  private let folder: TemporaryFolder
  private let ledger: Ledger
  private let golden = Golden(Golden.root.appending(path: "Tests/EventLogTests/golden"))

  init() throws {
    folder = try TemporaryFolder()
    ledger = try Ledger.ofFixtures(folder.file("ledger"))
  }

  /// When this fails, the fold or its layout changed: raise the projection's fingerprint, so that
  /// rows which the older fold wrote are rebuilt, and record anew.
  @Test("the fixtures' projections have the digests that belong to the fingerprints")
  func digests() throws {
    let lines = try ledger.checkProjections().projections.map { "\($0.fingerprint) \($0.folded)\n" }
    try golden.expect(lines.joined(), "projections.txt")
  }

  @Test("the tables are those that the migrations always made")
  func tables() throws {
    let sql = "SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name"
    try golden.expect(try ledger.texts(sql).joined(separator: "\n") + "\n", "schema.sql")
  }
}
