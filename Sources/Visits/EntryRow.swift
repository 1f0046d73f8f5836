import Foundation
import GRDB
import Integrations
import Vault

/// A row of the table `entry`.
struct EntryRow {
  var hash: Data
  var kind: Vault.EntryKind
  var entry: Entry

  /// A row as it was read: not to be used before its MAC was checked.
  struct Unverified {
    var row: EntryRow
    var mac: Data

    /// True if the MAC is right, under a key that is here.
    func isAuthentic(_ keys: VaultKeys) -> Bool {
      (try? keys.isMAC(mac, of: row.authenticated)) == true
    }
  }

  /// The bytes that the MAC covers.
  ///
  /// Hash and id have fixed lengths, and no other part can hold the separator.
  fileprivate var authenticated: [UInt8] {
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
    guard let stored = row.flatMap(Unverified.init),
      try keys.isMAC(stored.mac, of: stored.row.authenticated)
    else { return nil }
    return stored.row.entry
  }

  static func all(_ database: Database) throws -> [Unverified] {
    try Row.fetchAll(database, sql: "SELECT * FROM entry").compactMap(Unverified.init)
  }

  /// Replaces MACs of older keys by MACs of the current key.
  ///
  /// A row without a right MAC gets none: it lets nobody in, and is deleted when its time is over.
  ///
  /// - Returns: The number of rows that got a new MAC.
  static func renew(_ keys: VaultKeys, _ database: Database) throws -> Int {
    let old = try all(database).filter { !keys.isCurrent($0.mac) && $0.isAuthentic(keys) }
    for stored in old {
      try database.execute(
        sql: "UPDATE entry SET mac = ? WHERE hash = ?",
        arguments: [keys.mac(of: stored.row.authenticated), stored.row.hash])
    }
    return old.count
  }
}

extension EntryRow.Unverified {
  fileprivate init?(_ row: Row) {
    guard let kind = Vault.EntryKind(rawValue: row["kind"]), let id = VisitID(data: row["id"]),
      let actor = Actor(row["actor"] as String), let company = Company(row["company"]),
      let issuer = Actor(row["issued_by"] as String)
    else { return nil }
    let entry = Entry(
      id: id, actor: actor, company: company, issuedBy: issuer,
      beganAt: Timestamp(milliseconds: row["began_at"]),
      expiresAt: Timestamp(milliseconds: row["expires_at"]))
    self.row = EntryRow(hash: row["hash"], kind: kind, entry: entry)
    mac = row["mac"]
  }
}
