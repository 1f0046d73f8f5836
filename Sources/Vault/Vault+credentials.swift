import Foundation
import GRDB
public import Integrations

extension Vault {
  /// What credentials are to the ledger.
  public enum Standing: String, CaseIterable, Sendable {
    /// Of an attempt whose grant is not recorded yet.
    case pending
    /// Of the grant that is recorded.
    case current
    /// To be revoked, until the provider confirms it.
    ///
    /// An integration can have several of them, so each is found by its attempt.
    case revoking
  }

  /// Seals and stores credentials in place of those with the same standing.
  ///
  /// When this returns they are on the disk: a new refresh token exists nowhere else. The mark that a
  /// refresh was sent goes with the token that was sent.
  public func store(
    _ credentials: Credentials, of company: Company, _ provider: Provider,
    as standing: Standing, attempt: AttemptID, at now: Timestamp
  ) throws {
    try write { database in
      try store(
        credentials, of: company, provider, as: standing, attempt: attempt, at: now, database)
    }
  }

  /// Seals and stores the credentials of a consent that does not count yet, and erases the verifier
  /// of its attempt, whose code is spent.
  ///
  /// - Returns: What else the vault holds that the consent must heed, as of the same transaction.
  public func storePending(
    _ credentials: Credentials, of company: Company, _ provider: Provider, attempt: AttemptID,
    at now: Timestamp
  ) throws -> Circumstances {
    try write { database in
      try store(
        credentials, of: company, provider, as: .pending, attempt: attempt, at: now, database)
      try database.execute(
        sql: "UPDATE attempt SET verifier = NULL WHERE id = ?", arguments: [attempt.data])
      return try Self.circumstances(of: company, provider, database)
    }
  }

  private func store(
    _ credentials: Credentials, of company: Company, _ provider: Provider,
    as standing: Standing, attempt: AttemptID, at now: Timestamp, _ database: Database
  ) throws {
    let keys = try currentKeys()
    try Self.delete(
      company, provider, standing: standing, attempt: standing == .revoking ? attempt : nil,
      in: database)
    for (name, value) in credentials.fields {
      let place = SealedPlace(company, provider, name, of: .consent(standing, attempt))
      try database.execute(
        sql: """
          INSERT INTO credential (company, provider, standing, field, attempt, sealed, kept_at)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          company.id, provider.rawValue, standing.rawValue, name, attempt.data,
          try keys.seal(Array(value.utf8), for: place), now.milliseconds,
        ])
    }
  }

  /// The integrations whose current credentials were stored before a time.
  public func credentials(keptBefore time: Timestamp) throws -> [(Company, Provider, AttemptID)] {
    try companies("standing = 'current' AND kept_at < ?", [time.milliseconds])
  }

  /// The credentials of an integration; nil if there are none.
  ///
  /// - Parameter attempt: The attempt whose credentials are wanted, if several can have that standing.
  /// - Throws: `VaultError.unknownKey` or `.unopenable`.
  public func credentials(
    of company: Company, _ provider: Provider, _ standing: Standing = .current,
    attempt: AttemptID? = nil
  ) throws -> (credentials: Credentials, attempt: AttemptID)? {
    try opening { keys in
      let rows = try rows(
        """
        SELECT field, attempt, sealed FROM credential
        WHERE company = ? AND provider = ? AND standing = ? AND attempt = ifnull(?, attempt)
        """, [company.id, provider.rawValue, standing.rawValue, attempt?.data])
      guard let first = rows.first, let attempt = AttemptID(data: first["attempt"]) else {
        return nil
      }
      var values: [String: String] = [:]
      for row in rows {
        let field: String = row["field"]
        let place = SealedPlace(company, provider, field, of: .consent(standing, attempt))
        values[field] = try text(row["sealed"], at: place, keys)
      }
      return Credentials(values).map { ($0, attempt) }
    }
  }

  /// The attempt whose credentials have a standing; nil if there is none.
  public func attempt(
    of company: Company, _ provider: Provider, _ standing: Standing
  ) throws -> AttemptID? {
    try read { database in
      try Data.fetchOne(
        database,
        sql: """
          SELECT attempt FROM credential
          WHERE company = ? AND provider = ? AND standing = ? AND field = 'accessToken'
          """, arguments: [company.id, provider.rawValue, standing.rawValue])
    }.flatMap(AttemptID.init(data:))
  }

  /// Every integration with credentials of a standing.
  ///
  /// This reads the whole vault; within a loop, ask `attempt(of:_:_:)`.
  public func companies(_ standing: Standing) throws -> [(Company, Provider, AttemptID)] {
    try companies("standing = ?", [standing.rawValue])
  }

  func companies(
    _ condition: String, _ arguments: StatementArguments
  ) throws -> [(Company, Provider, AttemptID)] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT DISTINCT company, provider, attempt FROM credential
          WHERE field = 'accessToken' AND \(condition) ORDER BY company, provider
          """, arguments: arguments)
    }.compactMap { row in
      guard let company = Company(row["company"]),
        let provider = Provider(rawValue: row["provider"]),
        let attempt = AttemptID(data: row["attempt"])
      else { return nil }
      return (company, provider, attempt)
    }
  }

  /// Erases credentials; the freed bytes are overwritten.
  public func erase(_ company: Company, _ provider: Provider, _ standing: Standing) throws {
    try write { try Self.delete(company, provider, standing: standing, attempt: nil, in: $0) }
  }

  /// - Parameter attempt: The attempt whose credentials go; nil for those of every attempt.
  static func delete(
    _ company: Company, _ provider: Provider, standing: Standing, attempt: AttemptID?,
    in database: Database
  ) throws {
    try database.execute(
      sql: """
        DELETE FROM credential
        WHERE company = ? AND provider = ? AND standing = ? AND attempt = ifnull(?, attempt)
        """, arguments: [company.id, provider.rawValue, standing.rawValue, attempt?.data])
    guard standing == .current else { return }
    try database.execute(
      sql: "DELETE FROM connected WHERE company = ? AND provider = ?",
      arguments: [company.id, provider.rawValue])
  }
}
