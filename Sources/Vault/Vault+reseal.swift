import Foundation
import GRDB
import Integrations

extension Vault {
  /// Puts a new key in front and seals everything with it, or throws the older keys away.
  ///
  /// One process at a time does so: of two keys that are put in front at once one would be lost,
  /// with whatever was sealed under it meanwhile. Who reads and writes credentials goes on.
  ///
  /// Where the key of now is given by the environment, that is the new one: whoever gave it put it
  /// there, and no other is made. The file then holds older keys only.
  ///
  /// - Parameter retiring: Keeps the key of now and throws the older ones away.
  /// - Returns: how many values were sealed anew.
  public static func changeKey(
    of directory: String, environment: [String: String] = [:], retiring: Bool = false
  ) throws -> Int {
    let isGiven = environment[VaultKeys.variable] != nil
    // Makes the file where there is none yet, and no key is given.
    _ = try VaultKeys(directory, environment: environment)
    return try VaultKeys.exclusively(directory) {
      if !retiring, !isGiven { try VaultKeys.rotate(directory) }
      let vault = try Vault(directory, keys: VaultKeys(directory, environment: environment))
      let count = try vault.reseal()
      try vault.close()
      if retiring { try VaultKeys.retire(directory, keeping: isGiven ? 0 : 1) }
      return count
    }
  }

  /// Seals everything anew that is sealed under an older key; tells how much that was.
  func reseal() throws -> Int {
    try write { database in
      let keys = try currentKeys()
      var count = 0
      let sql = "SELECT company, provider, standing, attempt, field, sealed FROM credential"
      for row in try Row.fetchAll(database, sql: sql) {
        let place = VaultKeys.Place(
          company: row["company"], provider: row["provider"], field: row["field"])
        guard !keys.isCurrent(row["sealed"]) else { continue }
        try database.execute(
          sql: """
            UPDATE credential SET sealed = ?
            WHERE company = ? AND provider = ? AND standing = ? AND attempt = ? AND field = ?
            """,
          arguments: [
            try keys.seal(try keys.open(row["sealed"], for: place), for: place), row["company"],
            row["provider"], row["standing"], row["attempt"], row["field"],
          ])
        count += 1
      }
      return try count + resealAttempts(keys, database) + resealDetails(keys, database)
    }
  }

  private func resealDetails(_ keys: VaultKeys, _ database: Database) throws -> Int {
    var count = 0
    let sql = "SELECT company, provider, field, number, sealed FROM detail"
    for row in try Row.fetchAll(database, sql: sql) where !keys.isCurrent(row["sealed"]) {
      let place = VaultKeys.Place(
        company: row["company"], provider: row["provider"], field: row["field"])
      try database.execute(
        sql: """
          UPDATE detail SET sealed = ?
          WHERE company = ? AND provider = ? AND field = ? AND number = ?
          """,
        arguments: [
          try keys.seal(try keys.open(row["sealed"], for: place), for: place), row["company"],
          row["provider"], row["field"], row["number"],
        ])
      count += 1
    }
    return count
  }

  private func resealAttempts(_ keys: VaultKeys, _ database: Database) throws -> Int {
    var count = 0
    let sql = "SELECT id, company, provider, verifier FROM attempt WHERE verifier NOT NULL"
    for row in try Row.fetchAll(database, sql: sql) {
      guard let attempt = AttemptID(data: row["id"]), !keys.isCurrent(row["verifier"]) else {
        continue
      }
      let place = VaultKeys.Place(
        company: row["company"], provider: row["provider"], field: "verifier \(attempt)")
      try database.execute(
        sql: "UPDATE attempt SET verifier = ? WHERE id = ?",
        arguments: [
          try keys.seal(try keys.open(row["verifier"], for: place), for: place), attempt.data,
        ])
      count += 1
    }
    return count
  }
}
