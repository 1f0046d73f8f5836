import Encoding
import Foundation
package import GRDB
import Integrations

/// What became of sealing everything anew.
public struct Resealing: Sendable {
  /// How many values were sealed anew, and links and visits vouched for anew.
  public var count = 0
  /// What no key that is here opens; it was left as it is.
  public var unopened: [Unopened] = []

  /// A value that cannot be opened.
  public struct Unopened: Sendable, CustomStringConvertible {
    /// Whose it is.
    public var company: String
    /// With which provider.
    public var provider: String
    /// Why it cannot be opened.
    public var error: VaultError

    /// One sentence with the company's name.
    public var description: String { "\(company), \(provider): \(error)" }
  }

  /// True if a value may open once somebody puts its key back.
  var awaitsKey: Bool {
    unopened.contains { if case .unknownKey = $0.error { true } else { false } }
  }
}

extension Vault {
  /// Puts MACs under the key of now in place of older ones, and answers how many.
  package typealias Renewal = (VaultKeys, Database) throws -> Int

  /// Puts a new key in front and seals everything with it, or throws the older keys away.
  ///
  /// One process at a time does so: of two keys that are put in front at once one would be lost,
  /// with whatever was sealed under it meanwhile. Who reads and writes credentials goes on.
  ///
  /// Where the key of now is given by the environment, that is the new one: whoever gave it put it
  /// there, and no other is made. The file then holds older keys only.
  ///
  /// - Parameters:
  ///   - retiring: Keeps the key of now and throws the older ones away.
  ///   - renew: Vouches anew for what others keep in the same file, in the same transaction, and
  ///     answers for how many rows.
  package static func changeKey(
    of directory: String, environment: [String: String], retiring: Bool, renewing renew: Renewal
  ) throws -> Resealing {
    let isGiven = environment[VaultKeys.variable] != nil
    // Makes the file where there is none yet, and no key is given.
    _ = try VaultKeys(directory, environment: environment)
    return try VaultKeys.exclusively(directory) {
      if !retiring, !isGiven { try VaultKeys.rotate(directory) }
      let vault = try Vault(directory, keys: VaultKeys(directory, environment: environment))
      let resealing = try vault.reseal(renewing: renew)
      try vault.close()
      if retiring { try VaultKeys.retire(directory, keeping: isGiven ? 0 : 1) }
      return resealing
    }
  }

  /// Seals anew what an earlier version sealed, which bound it to less, and refuses such values from
  /// then on; does nothing where that was done.
  ///
  /// Values whose key is not here may come back with it, so as long as there are some the old
  /// binding stays good.
  public func resealFormerBinding() throws {
    guard acceptsFormerBinding else { return }
    // What others vouch for in the file was never bound otherwise.
    _ = try reseal(renewing: { _, _ in 0 })
  }

  /// Seals everything anew that is sealed under an older key, or bound as it was before.
  private func reseal(renewing renew: Renewal) throws -> Resealing {
    let resealing = try write { database in
      let keys = try currentKeys()
      var resealing = Resealing()
      try resealCredentials(keys, database, &resealing)
      try resealDetails(keys, database, &resealing)
      try resealAttempts(keys, database, &resealing)
      resealing.count += try renew(keys, database)
      return resealing
    }
    if acceptsFormerBinding, !resealing.awaitsKey { try endFormerBinding() }
    return resealing
  }

  /// A value sealed anew; nil where it is as it should be, or cannot be opened.
  private func resealed(
    _ sealed: Data, at place: Place, keys: VaultKeys, counting resealing: inout Resealing
  ) throws -> Data? {
    do {
      guard !keys.isCurrent(sealed) || isFormer(sealed, at: place, keys) else {
        // Told of here too: who changes the key wants to know before the old one is gone.
        _ = try open(sealed, at: place, keys)
        return nil
      }
      let value = try open(sealed, at: place, keys)
      resealing.count += 1
      return try keys.seal(value, for: place)
    } catch let error as VaultError where error.isUnopenable {
      resealing.unopened.append(
        .init(company: place.company, provider: place.provider, error: error))
      return nil
    }
  }

  private func resealCredentials(
    _ keys: VaultKeys, _ database: Database, _ resealing: inout Resealing
  ) throws {
    let sql = "SELECT company, provider, standing, attempt, field, sealed FROM credential"
    for row in try Row.fetchAll(database, sql: sql) {
      guard let standing = Standing(rawValue: row["standing"]),
        let attempt = AttemptID(data: row["attempt"])
      else { continue }
      let place = Place(row, row["field"], of: .consent(standing, attempt))
      guard let sealed = try resealed(row["sealed"], at: place, keys: keys, counting: &resealing)
      else { continue }
      try database.execute(
        sql: """
          UPDATE credential SET sealed = ?
          WHERE company = ? AND provider = ? AND standing = ? AND attempt = ? AND field = ?
          """,
        arguments: [
          sealed, row["company"], row["provider"], row["standing"], row["attempt"], row["field"],
        ])
    }
  }

  private func resealDetails(
    _ keys: VaultKeys, _ database: Database, _ resealing: inout Resealing
  ) throws {
    let sql = "SELECT company, provider, field, number, sealed FROM detail"
    for row in try Row.fetchAll(database, sql: sql) {
      let place = Place(row, row["field"], of: .detail(row["number"]))
      guard let sealed = try resealed(row["sealed"], at: place, keys: keys, counting: &resealing)
      else { continue }
      try database.execute(
        sql: """
          UPDATE detail SET sealed = ?
          WHERE company = ? AND provider = ? AND field = ? AND number = ?
          """,
        arguments: [sealed, row["company"], row["provider"], row["field"], row["number"]])
    }
  }

  private func resealAttempts(
    _ keys: VaultKeys, _ database: Database, _ resealing: inout Resealing
  ) throws {
    let sql = "SELECT id, company, provider, verifier FROM attempt WHERE verifier NOT NULL"
    for row in try Row.fetchAll(database, sql: sql) {
      guard let attempt = AttemptID(data: row["id"]) else { continue }
      let place = Place(row, "verifier", of: .attempt(attempt))
      guard let sealed = try resealed(row["verifier"], at: place, keys: keys, counting: &resealing)
      else {
        continue
      }
      try database.execute(
        sql: "UPDATE attempt SET verifier = ? WHERE id = ?", arguments: [sealed, attempt.data])
    }
  }
}

extension Vault {
  /// The mark that every value was sealed anew.
  ///
  /// It lies with the keys: whoever can write the vault's file could take a mark in it away, and put
  /// values of before back.
  private var boundMark: String { directory + "/keys/vault-bound" }

  /// True until every value of an earlier version was sealed anew.
  var acceptsFormerBinding: Bool { access(boundMark, F_OK) != 0 }

  /// Refuses from now on what an earlier version sealed.
  func endFormerBinding() throws {
    let folder = directory + "/keys"
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
      throw VaultError.io(file: folder, what: "it cannot be made")
    }
    try VaultError.ofFiles(DurableFile.make(URL(filePath: boundMark), with: []))
  }
}
