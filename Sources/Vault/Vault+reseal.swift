import Encoding
public import Integrations
import Foundation
package import GRDB

/// The result of sealing every value anew.
public struct Resealing: Sendable {
  /// The number of values that were sealed anew, and of links, visits and service keys with a new MAC.
  public var count = 0
  /// The values that no key here opens; they were left as they are.
  public var unopened: [Unopened] = []

  /// A value that cannot be opened.
  public struct Unopened: Sendable, CustomStringConvertible {
    /// The company.
    public var company: String
    /// The provider.
    public var provider: String
    /// Why it cannot be opened.
    public var error: VaultError

    /// One sentence with the company's name.
    public var text: Text {
      let place = "\(company), \(provider): "
      return Text(place + error.text.english, place + error.text.swedish)
    }

    /// The same in English.
    public var description: String { text.english }
  }

  /// True if a value may open once its key is put back.
  var awaitsKey: Bool {
    unopened.contains { if case .unknownKey = $0.error { true } else { false } }
  }
}

extension Vault {
  /// Replaces MACs of older keys by MACs of the current key, and returns their number.
  package typealias Renewal = (VaultKeys, Database) throws -> Int

  /// Puts a new key in front and seals everything with it, or throws the older keys away.
  ///
  /// Only one process at a time does so: of two new keys one would be lost, with everything sealed under
  /// it. Reading and writing credentials goes on meanwhile.
  ///
  /// If the environment gives the current key, that is the new one and none is made. The file then holds
  /// older keys only.
  ///
  /// - Parameters:
  ///   - retiring: True to keep the current key and throw the older ones away.
  ///   - renew: Renews the MACs of rows that other modules store in the same file, in the same
  ///     transaction, and returns their number.
  package static func changeKey(
    of directory: String, environment: [String: String], retiring: Bool, renewing renew: Renewal
  ) throws -> Resealing {
    let isGiven = environment[VaultKeys.variable] != nil
    // Makes the file if there is none and no key is given.
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

  /// Seals the values of the first release anew, with the binding of now, and refuses the former binding
  /// from then on; does nothing if that was done before.
  ///
  /// While there are values whose key is not here, the former binding stays accepted: the key may be put
  /// back.
  public func resealFormerBinding() throws {
    guard acceptsFormerBinding else { return }
    // MACs never had another binding.
    _ = try reseal(renewing: { _, _ in 0 })
  }

  /// Seals every value anew that is sealed under an older key or has the former binding.
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

  /// A value sealed anew; nil if it is up to date or cannot be opened.
  private func resealed(
    _ sealed: Data, at place: SealedPlace, keys: VaultKeys, counting resealing: inout Resealing
  ) throws -> Data? {
    do {
      guard !keys.isCurrent(sealed) || isFormer(sealed, at: place, keys) else {
        // A damaged value is reported here too, before the old key is gone.
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
      let place = SealedPlace(row, row["field"], of: .consent(standing, attempt))
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
      let place = SealedPlace(row, row["field"], of: .detail(row["number"]))
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
      let place = SealedPlace(row, "verifier", of: .attempt(attempt))
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
  /// The file that marks that every value was sealed anew.
  ///
  /// It lies with the keys: a mark in the vault itself could be removed by anyone who can write the
  /// vault, and older values be put back.
  private var boundMark: String { directory + "/keys/vault-bound" }

  /// True until every value of the first release was sealed anew.
  var acceptsFormerBinding: Bool { access(boundMark, F_OK) != 0 }

  /// Refuses values with the former binding from now on.
  func endFormerBinding() throws {
    let folder = directory + "/keys"
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
      throw VaultError.io(file: folder, what: Text("it cannot be made", "den kan inte skapas"))
    }
    try VaultError.ofFiles(DurableFile.make(URL(filePath: boundMark), with: []))
  }
}
