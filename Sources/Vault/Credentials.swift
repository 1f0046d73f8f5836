import Foundation
import GRDB
public import Integrations

/// What opens a company's account at the provider.
public struct Credentials: Hashable, Sendable {
  /// For an hour, at Fortnox.
  public var accessToken: String
  /// Until when the access token works.
  public var accessTokenExpiresAt: Timestamp
  /// For one use; a service account asks by client credentials and keeps it for revocation alone.
  public var refreshToken: String?
  /// Until when the refresh token works.
  public var refreshTokenExpiresAt: Timestamp?
  /// The scopes that were granted.
  public var scopes: [String]
  /// The provider's number of the company, which client credentials are asked for by.
  public var providerCompany: String?

  /// Credentials as the provider gave them.
  public init(
    accessToken: String, accessTokenExpiresAt: Timestamp, refreshToken: String?,
    refreshTokenExpiresAt: Timestamp?, scopes: [String], providerCompany: String? = nil
  ) {
    self.accessToken = accessToken
    self.accessTokenExpiresAt = accessTokenExpiresAt
    self.refreshToken = refreshToken
    self.refreshTokenExpiresAt = refreshTokenExpiresAt
    self.scopes = scopes
    self.providerCompany = providerCompany
  }

  /// The fields that are sealed, each on its own.
  fileprivate var fields: [(name: String, value: String)] {
    [
      ("accessToken", accessToken as String?),
      ("accessTokenExpiresAt", accessTokenExpiresAt.description),
      ("refreshToken", refreshToken),
      ("refreshTokenExpiresAt", refreshTokenExpiresAt?.description),
      ("scopes", scopes.joined(separator: " ")), ("providerCompany", providerCompany),
    ].compactMap { name, value in value.map { (name, $0) } }
  }

  fileprivate init?(_ values: [String: String]) {
    guard let accessToken = values["accessToken"],
      let expiry = values["accessTokenExpiresAt"].flatMap(Timestamp.init)
    else { return nil }
    self.init(
      accessToken: accessToken, accessTokenExpiresAt: expiry,
      refreshToken: values["refreshToken"],
      refreshTokenExpiresAt: values["refreshTokenExpiresAt"].flatMap(Timestamp.init),
      scopes: (values["scopes"] ?? "").split(separator: " ").map(String.init),
      providerCompany: values["providerCompany"])
  }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Never the secrets themselves: a log line that prints credentials tells nothing.
  public var description: String { "credentials" }
  /// The same.
  public var debugDescription: String { description }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Vault {
  /// Whether credentials count yet.
  public enum Standing: String, CaseIterable, Sendable {
    /// They are on the disk, and the ledger does not say so yet.
    case pending
    /// They are those of the grant that the ledger knows.
    case current
    /// They are of no use any more, and the provider has not confirmed that they are revoked.
    ///
    /// Several consents of one integration can be, so each is found by its attempt.
    case revoking
  }

  /// Seals credentials, in place of those of the same standing.
  ///
  /// When this returns they are on the disk: a refresh token that the provider has replaced exists
  /// nowhere else. That a refresh was sent is forgotten with the token it was sent with.
  public func keep(
    _ credentials: Credentials, of company: Company, _ provider: Provider, _ standing: Standing,
    attempt: AttemptID, at now: Timestamp
  ) throws {
    try write { database in
      let keys = try currentKeys()
      try Self.delete(
        company, provider, standing, standing == .revoking ? attempt : nil, database)
      for (name, value) in credentials.fields {
        let place = Place(company, provider, name, of: .consent(standing, attempt))
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
  }

  /// Notes that the refresh token is about to be sent, or that an answer settled it.
  ///
  /// A crash in between leaves the note, so that it is known that the answer is not.
  public func noteRefresh(
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

  /// The companies whose refresh token was sent and nothing is known of an answer.
  public func refreshesUnderWay() throws -> [(Company, Provider, AttemptID)] {
    try companies("standing = 'current' AND refresh_sent_at NOT NULL", [])
  }

  /// What is noted of credentials that are in use, beside their sealed values.
  public struct Current: Hashable, Sendable {
    /// The attempt whose consent they are.
    public var attempt: AttemptID
    /// When the provider gave them.
    public var keptAt: Timestamp
    /// The provider's number of the company that they are for, once it is noted.
    public var number: String?
  }

  /// What is noted of a company's credentials that are in use; nil where there are none.
  ///
  /// The statement is prepared once: a start asks it for every company.
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

  /// The companies whose credentials are as the provider gave them before a time.
  public func credentials(keptBefore time: Timestamp) throws -> [(Company, Provider, AttemptID)] {
    try companies("standing = 'current' AND kept_at < ?", [time.milliseconds])
  }

  /// Makes the pending credentials those of now, and ends their attempt, in one transaction; the
  /// credentials before are overwritten.
  ///
  /// - Parameters:
  ///   - connected: The attempt, and the provider's number of the company that consented.
  ///   - name: What the provider calls that company; nil to forget what it was called.
  ///   - now: When the provider said so.
  /// - Returns: whether there were any, of that attempt.
  /// - Throws: `VaultError.unknownKey`; then they stay pending, until somebody puts the key back.
  @discardableResult
  public func makeCurrent(
    _ connected: Connected, name: String?, at now: Timestamp
  ) throws -> Bool {
    let (company, provider) = (connected.company, connected.provider)
    return try write { database in
      guard try move(connected, currentKeys(), database) else { return false }
      try Self.note(connected, database)
      if let name {
        try Self.keep(
          name, as: .companyName, of: company, provider, at: now, currentKeys(), database)
      } else {
        try Self.eraseDetails(of: company, provider, database)
      }
      try Self.end(connected.attempt, database)
      return true
    }
  }
  /// Puts pending credentials in the place of those of now, and the company's number with them.
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
    try Self.delete(company, provider, .current, nil, database)
    try Self.delete(company, provider, .pending, attempt, database)
    let place = Place(company, provider, "providerCompany", of: .consent(.current, attempt))
    var values = [place.field: try keys.seal(Array(connected.number.utf8), for: place)]
    for row in pending where row["field"] != place.field {
      values[row["field"]] = try moved(row, of: company, provider, attempt, keys)
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

  /// A pending value, sealed as one of now.
  ///
  /// One that was damaged stays so, and is told of later.
  private func moved(
    _ row: Row, of company: Company, _ provider: Provider, _ attempt: AttemptID, _ keys: VaultKeys
  ) throws -> Data {
    let field: String = row["field"]
    do {
      let value = try open(
        row["sealed"], at: Place(company, provider, field, of: .consent(.pending, attempt)), keys)
      return try keys.seal(
        value, for: Place(company, provider, field, of: .consent(.current, attempt)))
    } catch VaultError.unopenable {
      return row["sealed"]
    }
  }

  /// The credentials of a company; nil where there are none.
  ///
  /// - Parameter attempt: Which consent's, where several can have that standing.
  /// - Throws: `VaultError.unknownKey` or `.unopenable`.
  public func credentials(
    of company: Company, _ provider: Provider, _ standing: Standing = .current,
    attempt: AttemptID? = nil
  ) throws -> (credentials: Credentials, attempt: AttemptID)? {
    try opening { keys in
      let rows = try read { database in
        try Row.fetchAll(
          database,
          sql: """
            SELECT field, attempt, sealed FROM credential
            WHERE company = ? AND provider = ? AND standing = ? AND attempt = ifnull(?, attempt)
            """,
          arguments: [company.id, provider.rawValue, standing.rawValue, attempt?.data])
      }
      guard let first = rows.first, let attempt = AttemptID(data: first["attempt"]) else {
        return nil
      }
      var values: [String: String] = [:]
      for row in rows {
        let field: String = row["field"]
        let place = Place(company, provider, field, of: .consent(standing, attempt))
        values[field] = try text(row["sealed"], at: place, keys)
      }
      return Credentials(values).map { ($0, attempt) }
    }
  }

  /// The attempt whose credentials have a standing; nil where there are none.
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

  /// True if the refresh token of an attempt's grant was sent and nothing is known of an answer.
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

  /// Every company with credentials of a standing.
  ///
  /// This reads the whole vault; a loop over companies asks `attempt(of:_:_:)` for each.
  public func companies(_ standing: Standing) throws -> [(Company, Provider, AttemptID)] {
    try companies("standing = ?", [standing.rawValue])
  }

  private func companies(
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
    try write { try Self.delete(company, provider, standing, nil, $0) }
  }

  /// - Parameter attempt: The consent whose credentials go; nil for those of every consent.
  static func delete(
    _ company: Company, _ provider: Provider, _ standing: Standing, _ attempt: AttemptID?,
    _ database: Database
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
