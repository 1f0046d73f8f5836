import GRDB
public import Integrations
public import Vault

extension Vault {
  /// Stores a key under the hash of a new value.
  ///
  /// - Returns: The value, which is stored nowhere.
  public func makeServiceKey(_ key: ServiceKey) throws -> String {
    let value = ServiceKey.randomValue()
    try write { database in
      try ServiceKeyRow(hash: Self.hash(value), key: key).insert(try currentKeys(), database)
    }
    return value
  }

  /// The key of a value; nil if there is none, or it was revoked, has expired or was changed in the
  /// file.
  ///
  /// The row is read each time, so that a revocation by another process counts at once.
  public func serviceKey(_ value: String, at now: Timestamp) throws -> ServiceKey? {
    guard ServiceKey.isValue(value) else { return nil }
    let hash = Self.hash(value)
    return try authenticating { keys in
      try ServiceKeyRow.find(hash: hash, at: now, keys: keys, in: self)
    }
  }

  /// Every key that was not revoked, also those that have expired, oldest first.
  public func serviceKeys() throws -> [ServiceKey] {
    let keys = try currentKeys()
    return try read { try ServiceKeyRow.all($0) }.filter { $0.isAuthentic(keys) }.map(\.row.key)
      .sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
  }

  /// Deletes a key, so that it opens nothing from here on.
  ///
  /// - Returns: False if there was none with this id.
  public func revoke(_ key: ServiceKeyID) throws -> Bool {
    try write { database in
      try database.execute(sql: "DELETE FROM service_key WHERE id = ?", arguments: [key.data])
      return database.changesCount > 0
    }
  }

  /// Stores the day on which a key was used, unless somebody else writes at the moment.
  ///
  /// - Returns: False if the vault was busy, and nothing was stored.
  func markUsed(_ key: ServiceKeyID, on day: String) throws -> Bool {
    try writeUnlessBusy { database in
      try database.execute(
        sql: "UPDATE service_key SET last_used = ?1 WHERE id = ?2 AND last_used IS NOT ?1",
        arguments: [day, key.data])
    } != nil
  }
}
