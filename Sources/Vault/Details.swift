import Foundation
import GRDB
public import Integrations

extension Vault {
  /// A sealed value that belongs to an integration and not to one of its attempts.
  public enum Detail: String, Sendable {
    /// The provider's name of its company; it can be a person's name.
    case companyName
    /// The code by which the provider's addresses name the company; it can hold a person's name.
    ///
    /// Each has a number, which rises and is what records name it by.
    case companyCode
  }

  /// Seals and stores a detail in place of the one before.
  static func storeDetail(
    _ value: String, as detail: Detail, of company: Company, _ provider: Provider,
    at now: Timestamp, keys: VaultKeys, in database: Database
  ) throws {
    let place = SealedPlace(company, provider, detail.rawValue, of: .detail(0))
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO detail (company, provider, field, number, sealed, kept_at)
        VALUES (?, ?, ?, 0, ?, ?)
        """,
      arguments: [
        company.id, provider.rawValue, detail.rawValue,
        try keys.seal(Array(value.utf8), for: place), now.milliseconds,
      ])
  }

  /// A detail; nil if it is not stored.
  ///
  /// - Parameter number: The number of a company code; 0 for a detail that has none.
  /// - Throws: `VaultError.unknownKey` or `.unopenable`.
  public func detail(
    _ detail: Detail, number: Int = 0, of company: Company, _ provider: Provider
  ) throws -> String? {
    let place = SealedPlace(company, provider, detail.rawValue, of: .detail(Int64(number)))
    return try opening { keys in
      let sealed = try read { database in
        try Data.fetchOne(
          database,
          sql: """
            SELECT sealed FROM detail
            WHERE company = ? AND provider = ? AND field = ? AND number = ?
            """, arguments: [company.id, provider.rawValue, detail.rawValue, number])
      }
      return try sealed.map { try text($0, at: place, keys) }
    }
  }

  /// Seals a company code under a new number, before settings are recorded that name it.
  ///
  /// Two codes that are sealed at once have two numbers, whichever of them is recorded.
  ///
  /// - Parameter recorded: The number that the settings have now, or nil. Earlier codes are erased.
  /// - Returns: The new number.
  public func storeCompanyCode(
    _ code: String, of company: Company, _ provider: Provider, after recorded: Int?,
    at now: Timestamp
  ) throws -> Int {
    let field = Detail.companyCode.rawValue
    return try write { database in
      try database.execute(
        sql: "DELETE FROM detail WHERE company = ? AND provider = ? AND field = ? AND number < ?",
        arguments: [company.id, provider.rawValue, field, recorded ?? 0])
      let latest =
        try Int.fetchOne(
          database,
          sql: "SELECT max(number) FROM detail WHERE company = ? AND provider = ? AND field = ?",
          arguments: [company.id, provider.rawValue, field]) ?? 0
      let number = max(latest, recorded ?? 0) + 1
      let place = SealedPlace(company, provider, field, of: .detail(Int64(number)))
      try database.execute(
        sql: """
          INSERT INTO detail (company, provider, field, number, sealed, kept_at)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          company.id, provider.rawValue, field, number,
          try currentKeys().seal(Array(code.utf8), for: place), now.milliseconds,
        ])
      return number
    }
  }

  /// Erases the details of an integration.
  public func eraseDetails(of company: Company, _ provider: Provider) throws {
    try write { try Self.eraseDetails(of: company, provider, $0) }
  }

  static func erase(
    _ detail: Detail, of company: Company, _ provider: Provider, _ database: Database
  ) throws {
    try database.execute(
      sql: "DELETE FROM detail WHERE company = ? AND provider = ? AND field = ?",
      arguments: [company.id, provider.rawValue, detail.rawValue])
  }

  static func eraseDetails(
    of company: Company, _ provider: Provider, _ database: Database
  ) throws {
    try database.execute(
      sql: "DELETE FROM detail WHERE company = ? AND provider = ?",
      arguments: [company.id, provider.rawValue])
  }

  /// The provider's company that a company of ours is connected to.
  public struct Connected: Hashable, Sendable {
    /// The company.
    public var company: Company
    /// The provider.
    public var provider: Provider
    /// The attempt that connected them.
    public var attempt: AttemptID
    /// The provider's number of its company.
    public var number: String

    /// A connection.
    public init(company: Company, provider: Provider, attempt: AttemptID, number: String) {
      self.company = company
      self.provider = provider
      self.attempt = attempt
      self.number = number
    }
  }

  /// Stores which companies of the provider's are connected, for current credentials.
  public func storeConnected(_ connected: [Connected]) throws {
    guard !connected.isEmpty else { return }
    try write { database in
      for one in connected { try Self.storeConnected(one, database) }
    }
  }

  static func storeConnected(_ connected: Connected, _ database: Database) throws {
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO connected (provider, number, company)
        SELECT provider, ?, company FROM credential
        WHERE company = ? AND provider = ? AND standing = 'current' AND attempt = ?
          AND field = 'accessToken'
        """,
      arguments: [
        connected.number, connected.company.id, connected.provider.rawValue,
        connected.attempt.data,
      ])
  }

  /// True if another company of ours is connected to the provider.
  public func hasOthers(than company: Company, _ provider: Provider) throws -> Bool {
    try read { database in
      try Bool.fetchOne(
        database,
        sql: "SELECT EXISTS (SELECT 1 FROM connected WHERE provider = ? AND company <> ?)",
        arguments: [provider.rawValue, company.id])
    } ?? false
  }

  /// The other companies of ours that are connected to the provider's company with this number, in
  /// order.
  public func others(
    than company: Company, _ provider: Provider, at number: String
  ) throws -> [Company] {
    try read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT company FROM connected
          WHERE provider = ? AND number = ? AND company <> ? ORDER BY company
          """, arguments: [provider.rawValue, number, company.id])
    }.compactMap { Company($0) }
  }
}
