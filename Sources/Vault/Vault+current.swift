import Foundation
import GRDB
public import Integrations

extension Vault {
  /// What is stored of current credentials beside their sealed values.
  public struct Current: Hashable, Sendable {
    /// The attempt that they come from.
    public var attempt: AttemptID
    /// When they were stored.
    public var keptAt: Timestamp
    /// The provider's number of the company; nil until it is stored.
    public var number: String?
  }

  /// What is stored of an integration's current credentials; nil if there are none.
  ///
  /// The statement is cached, since a start runs it for every company.
  public func current(of company: Company, _ provider: Provider) throws -> Current? {
    try read { database in
      let statement = try database.cachedStatement(
        sql: """
          SELECT attempt, kept_at, number FROM credential
          LEFT JOIN connected USING (company, provider)
          WHERE company = ? AND provider = ? AND standing = 'current' AND field = 'accessToken'
          """)
      guard
        let row = try Row.fetchOne(statement, arguments: [company.id, provider.rawValue]),
        let attempt = AttemptID(data: row["attempt"])
      else { return nil }
      return Current(
        attempt: attempt, keptAt: Timestamp(milliseconds: row["kept_at"]), number: row["number"])
    }
  }

  /// Makes pending credentials current and ends their attempt, in one transaction.
  ///
  /// The credentials before are overwritten.
  ///
  /// - Parameters:
  ///   - connected: The attempt, and the provider's number of the company that consented.
  ///   - name: The provider's name of that company; nil erases the stored one.
  ///   - now: When the provider gave the name.
  /// - Returns: True if the attempt had pending credentials.
  /// - Throws: `VaultError.unknownKey`; they then stay pending until the key is put back.
  @discardableResult
  public func makeCurrent(
    _ connected: Connected, name: String?, at now: Timestamp
  ) throws -> Bool {
    let (company, provider) = (connected.company, connected.provider)
    return try write { database in
      guard try move(connected, currentKeys(), database) else { return false }
      try Self.storeConnected(connected, database)
      if let name {
        try Self.storeDetail(
          name, as: .companyName, of: company, provider, at: now, keys: currentKeys(),
          in: database)
      } else {
        try Self.erase(.companyName, of: company, provider, database)
      }
      try Self.end(connected.attempt, database)
      return true
    }
  }

  /// Replaces the current credentials by pending ones, and adds the company's number.
  private func move(
    _ connected: Connected, _ keys: VaultKeys, _ database: Database
  ) throws -> Bool {
    let (company, provider, attempt) = (connected.company, connected.provider, connected.attempt)
    let pending = try Row.fetchAll(
      database,
      sql: """
        SELECT field, sealed, kept_at FROM credential
        WHERE company = ? AND provider = ? AND standing = 'pending' AND attempt = ?
        """, arguments: [company.id, provider.rawValue, attempt.data])
    guard let keptAt = pending.first?["kept_at"] as Int64? else { return false }
    try Self.delete(company, provider, standing: .current, attempt: nil, in: database)
    try Self.delete(company, provider, standing: .pending, attempt: attempt, in: database)
    let place = SealedPlace(company, provider, "providerCompany", of: .consent(.current, attempt))
    var values = [place.field: try keys.seal(Array(connected.number.utf8), for: place)]
    for row in pending where row["field"] != place.field {
      values[row["field"]] = try moved(row, of: company, provider, attempt: attempt, keys: keys)
    }
    for (field, sealed) in values {
      try database.execute(
        sql: """
          INSERT INTO credential (company, provider, standing, field, attempt, sealed, kept_at)
          VALUES (?, ?, 'current', ?, ?, ?, ?)
          """,
        arguments: [company.id, provider.rawValue, field, attempt.data, sealed, keptAt])
    }
    return true
  }

  /// A pending value, sealed as a current one.
  ///
  /// A damaged one stays as it is, and fails when it is read.
  private func moved(
    _ row: Row, of company: Company, _ provider: Provider, attempt: AttemptID, keys: VaultKeys
  ) throws -> Data {
    let field: String = row["field"]
    do {
      let value = try open(
        row["sealed"], at: SealedPlace(company, provider, field, of: .consent(.pending, attempt)),
        keys)
      return try keys.seal(
        value, for: SealedPlace(company, provider, field, of: .consent(.current, attempt)))
    } catch VaultError.unopenable {
      return row["sealed"]
    }
  }

  // MARK: A refresh under way

  /// Marks that the refresh token is about to be sent; nil removes the mark once there is an answer.
  ///
  /// A crash in between leaves the mark, which says that the answer is unknown.
  public func markRefresh(
    of company: Company, _ provider: Provider, sentAt time: Timestamp?
  ) throws {
    try write { database in
      try database.execute(
        sql: """
          UPDATE credential SET refresh_sent_at = ?
          WHERE company = ? AND provider = ? AND standing = 'current'
          """, arguments: [time?.milliseconds, company.id, provider.rawValue])
    }
  }

  /// The integrations whose refresh token was sent and whose answer is unknown.
  public func refreshesUnderWay() throws -> [(Company, Provider, AttemptID)] {
    try companies("standing = 'current' AND refresh_sent_at NOT NULL", [])
  }

  /// True if the refresh token of an attempt's grant was sent and its answer is unknown.
  public func isRefreshUnderWay(
    _ company: Company, _ provider: Provider, _ attempt: AttemptID
  ) throws -> Bool {
    try read { database in
      try Bool.fetchOne(
        database,
        sql: """
          SELECT refresh_sent_at NOT NULL FROM credential
          WHERE company = ? AND provider = ? AND standing = 'current' AND attempt = ?
            AND field = 'accessToken'
          """, arguments: [company.id, provider.rawValue, attempt.data])
    } ?? false
  }
}
