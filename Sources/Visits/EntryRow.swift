import Foundation
import GRDB
import Integrations
import Vault

/// A row of the table `entry`.
struct EntryRow: GuardedRow {
  static let table = "entry"

  var hash: Data
  var kind: Vault.EntryKind
  var entry: Entry

  /// The bytes that the MAC covers.
  ///
  /// Hash and id have fixed lengths, and no other part can hold the separator.
  var authenticated: [UInt8] {
    Array(hash) + Array(entry.id.data)
      + Array(
        """
        \(kind.rawValue)
        \(entry.actor)
        \(entry.company)
        \(entry.issuedBy)
        \(entry.beganAt.milliseconds)
        \(entry.expiresAt.milliseconds)
        """.utf8)
  }

  func insert(_ keys: VaultKeys, _ database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO entry (hash, kind, id, actor, company, issued_by, began_at, expires_at, mac)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        hash, kind.rawValue, entry.id.data, entry.actor.description, entry.company.id,
        entry.issuedBy.description, entry.beganAt.milliseconds, entry.expiresAt.milliseconds,
        keys.mac(of: authenticated),
      ])
  }

  /// The entry with a hash, if it has not ended and its MAC is right.
  ///
  /// - Throws: `VaultError.unknownKey` if the MAC's key is not here.
  static func find(
    _ kind: Vault.EntryKind, hash: Data, at now: Timestamp, keys: VaultKeys,
    in database: Database
  ) throws -> Entry? {
    let row = try Row.fetchOne(
      database, sql: "SELECT * FROM entry WHERE hash = ? AND kind = ? AND expires_at > ?",
      arguments: [hash, kind.rawValue, now.milliseconds])
    return try row.flatMap(UnverifiedRow<Self>.init)?.verified(keys)?.entry
  }
}

extension EntryRow {
  init?(_ row: Row) {
    guard let kind = Vault.EntryKind(rawValue: row["kind"]), let id = VisitID(data: row["id"]),
      let actor = Actor(row["actor"] as String), let company = Company(row["company"]),
      let issuer = Actor(row["issued_by"] as String)
    else { return nil }
    self.kind = kind
    hash = row["hash"]
    entry = Entry(
      id: id, actor: actor, company: company, issuedBy: issuer,
      beganAt: Timestamp(milliseconds: row["began_at"]),
      expiresAt: Timestamp(milliseconds: row["expires_at"]))
  }
}
