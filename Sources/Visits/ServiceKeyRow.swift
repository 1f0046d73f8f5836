import Foundation
import GRDB
import Integrations
import Vault

/// A row of the table `service_key`.
///
/// Scopes and companies are kept as they are stored: a scope that this version does not know gives
/// nothing, and the MAC covers it all the same.
struct ServiceKeyRow: GuardedRow {
  static let table = "service_key"

  var hash: Data
  var key: ServiceKey
  private var scopes: String
  private var companies: String?

  init(hash: Data, key: ServiceKey) {
    self.hash = hash
    self.key = key
    scopes = key.scopes.map(\.rawValue).sorted().joined(separator: " ")
    companies = key.companies.map { $0.map(\.id).sorted().joined(separator: " ") }
  }

  init?(_ row: Row) {
    guard let id = ServiceKeyID(data: row["id"]), let creator = Actor(row["created_by"] as String)
    else { return nil }
    hash = row["hash"]
    scopes = row["scopes"]
    companies = row["companies"]
    key = ServiceKey(
      id: id, name: row["name"],
      scopes: Set(scopes.split(separator: " ").compactMap { Scope(rawValue: String($0)) }),
      companies: companies.map { Set($0.split(separator: " ").compactMap { Company(String($0)) }) },
      createdAt: Timestamp(milliseconds: row["created_at"]), createdBy: creator,
      expiresAt: (row["expires_at"] as Int64?).map(Timestamp.init(milliseconds:)),
      requestsPerMinute: row["requests_per_minute"],
      lastUsed: Self.day(row["last_used"]))
  }

  /// The MAC does not cover the day, so anything may stand there.
  private static func day(_ text: String?) -> String? {
    text.flatMap { Timestamp($0 + "T00:00:00.000Z") == nil ? nil : $0 }
  }

  /// Each part with its length before it, so that no two rows have the same bytes.
  var authenticated: [UInt8] {
    let parts: [String?] = [
      "service key v1", key.name, scopes, companies, "\(key.createdAt.milliseconds)",
      "\(key.createdBy)", key.expiresAt.map { "\($0.milliseconds)" },
      key.requestsPerMinute.map { "\($0)" },
    ]
    return Array(hash) + Array(key.id.data)
      + parts.flatMap { part in
        Array((part.map { "\($0.utf8.count):\($0)" } ?? "-").utf8) + [UInt8(ascii: "\n")]
      }
  }

  func insert(_ keys: VaultKeys, _ database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO service_key (
          hash, id, name, scopes, companies, created_at, created_by, expires_at,
          requests_per_minute, mac)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        hash, key.id.data, key.name, scopes, companies, key.createdAt.milliseconds,
        key.createdBy.description, key.expiresAt?.milliseconds, key.requestsPerMinute,
        keys.mac(of: authenticated),
      ])
  }

  /// The key with a hash, if it has not expired and its MAC is right.
  ///
  /// - Throws: `VaultError.unknownKey` if the MAC's key is not here.
  static func find(
    hash: Data, at now: Timestamp, keys: VaultKeys, in vault: Vault
  ) throws -> ServiceKey? {
    guard
      let row = try vault.rows("SELECT * FROM service_key WHERE hash = ?", [hash]).first.flatMap(
        UnverifiedRow<Self>.init),
      let key = try row.verified(keys)?.key, !key.hasExpired(at: now)
    else { return nil }
    return key
  }
}
