import Foundation
import GRDB
public import Vault

/// A row whose columns a MAC covers, so that whoever can write the file can neither make one nor
/// change one.
protocol GuardedRow: Sendable {
  static var table: String { get }

  /// The primary key.
  var hash: Data { get }
  /// The bytes that the MAC covers: no other row of any table has the same ones.
  var authenticated: [UInt8] { get }

  init?(_ row: Row)
}

/// A row as it was read: not to be used before its MAC was checked.
struct UnverifiedRow<Content: GuardedRow> {
  var row: Content
  private var mac: Data

  init?(_ row: Row) {
    guard let content = Content(row) else { return nil }
    self.row = content
    mac = row["mac"]
  }

  /// The row, if its MAC is right.
  ///
  /// - Throws: `VaultError.unknownKey` if the MAC's key is not here.
  func verified(_ keys: VaultKeys) throws -> Content? {
    try keys.isMAC(mac, of: row.authenticated) ? row : nil
  }

  /// True if the MAC is right, under a key that is here.
  func isAuthentic(_ keys: VaultKeys) -> Bool { (try? verified(keys)) != nil }

  fileprivate func isCurrent(_ keys: VaultKeys) -> Bool { keys.isCurrent(mac) }
}

extension GuardedRow {
  static func all(_ database: Database) throws -> [UnverifiedRow<Self>] {
    try Row.fetchAll(database, sql: "SELECT * FROM \(table)").compactMap(UnverifiedRow.init)
  }

  /// Replaces MACs of older keys by MACs of the current key.
  ///
  /// A row without a right MAC gets none: it lets nobody in.
  ///
  /// - Returns: The number of rows that got a new MAC.
  static func renew(_ keys: VaultKeys, _ database: Database) throws -> Int {
    let old = try all(database).filter { !$0.isCurrent(keys) && $0.isAuthentic(keys) }
    for stored in old {
      try database.execute(
        sql: "UPDATE \(table) SET mac = ? WHERE hash = ?",
        arguments: [keys.mac(of: stored.row.authenticated), stored.row.hash])
    }
    return old.count
  }
}

extension Vault {
  /// Reads a row that a MAC proves; nil if the MAC's key is not here.
  func authenticating<Result>(_ body: (VaultKeys) throws -> Result?) throws -> Result? {
    do {
      return try opening(body)
    } catch VaultError.unknownKey {
      return nil
    }
  }

  /// Puts a new key in front, seals every value and renews every MAC with it, or throws the older keys
  /// away.
  ///
  /// Only one process at a time does so; reading and writing credentials goes on meanwhile. If the
  /// environment gives the current key, that is the new one and none is made.
  ///
  /// - Parameter retiring: True to keep the current key and throw the older ones away.
  public static func changeKey(
    of directory: String, environment: [String: String] = [:], retiring: Bool = false
  ) throws -> Resealing {
    try changeKey(of: directory, environment: environment, retiring: retiring) { keys, database in
      let tables: [any GuardedRow.Type] = [EntryRow.self, ServiceKeyRow.self]
      return try tables.reduce(0) { try $0 + $1.renew(keys, database) }
    }
  }
}
