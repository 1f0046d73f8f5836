import Crypto
import Foundation
import GRDB
public import Integrations

/// What one run through the provider's login must prove on the way back.
public struct AttemptSecrets: Hashable, Sendable {
  /// The attempt.
  public var attempt: AttemptID
  /// The company that is being connected.
  public var company: Company
  /// The provider.
  public var provider: Provider
  /// The handle that the provider carries back (RFC 6749 section 10.12); kept as a hash.
  public var state: String
  /// What the browser's flow cookie holds; kept as a hash.
  public var browser: String
  /// The PKCE verifier (RFC 7636 section 4.1); kept sealed.
  public var verifier: String
  /// When the attempt ends by itself.
  public var expiresAt: Timestamp

  /// The secrets of a new attempt.
  public init(
    attempt: AttemptID, company: Company, provider: Provider, state: String, browser: String,
    verifier: String, expiresAt: Timestamp
  ) {
    self.attempt = attempt
    self.company = company
    self.provider = provider
    self.state = state
    self.browser = browser
    self.verifier = verifier
    self.expiresAt = expiresAt
  }
}

extension AttemptSecrets: CustomStringConvertible, CustomReflectable {
  /// Never the secrets themselves.
  public var description: String { "secrets of the attempt \(attempt)" }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// What a `state` that came back is worth.
public enum StateAnswer: Hashable, Sendable {
  /// It is the first time, in time, from the browser that started: the verifier may be used once.
  case accepted(attempt: AttemptID, company: Company, provider: Provider)
  /// It was there before.
  case alreadyUsed(attempt: AttemptID, company: Company, provider: Provider)
  /// It is too late.
  case expired(attempt: AttemptID, company: Company, provider: Provider)
  /// Another browser brings it than the one that started.
  case otherBrowser(attempt: AttemptID, company: Company, provider: Provider)
  /// Nobody started with it.
  case unknown
}

extension Vault {
  /// Keeps the secrets of an attempt that is about to start.
  public func keep(_ secrets: AttemptSecrets) throws {
    let place = VaultKeys.Place(
      company: secrets.company.id, provider: secrets.provider.rawValue,
      field: "verifier \(secrets.attempt)")
    try write { database in
      try database.execute(
        sql: """
          INSERT INTO attempt (id, company, provider, state, browser, verifier, expires_at)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          secrets.attempt.data, secrets.company.id, secrets.provider.rawValue,
          Self.hash(secrets.state), Self.hash(secrets.browser),
          try keys.seal(Array(secrets.verifier.utf8), for: place), secrets.expiresAt.milliseconds,
        ])
    }
  }

  /// Spends a `state`: of any number of callbacks at once, one is accepted.
  ///
  /// A callback from another browser or too late spends nothing, so that a stranger who learned a
  /// state cannot end somebody's attempt (RFC 9700 section 4.7).
  ///
  /// - Parameter browser: What the browser's flow cookie holds; nil where it has none.
  public func spend(state: String, browser: String?, at now: Timestamp) throws -> StateAnswer {
    try write { database in
      guard
        let row = try Row.fetchOne(
          database, sql: "SELECT * FROM attempt WHERE state = ?", arguments: [Self.hash(state)]),
        let attempt = AttemptID(data: row["id"]), let company = Company(row["company"]),
        let provider = Provider(rawValue: row["provider"])
      else { return .unknown }
      guard let browser, Self.hash(browser) == row["browser"] as Data else {
        return .otherBrowser(attempt: attempt, company: company, provider: provider)
      }
      guard row["used_at"] == nil as Int64? else {
        return .alreadyUsed(attempt: attempt, company: company, provider: provider)
      }
      guard now.milliseconds <= row["expires_at"] else {
        return .expired(attempt: attempt, company: company, provider: provider)
      }
      try database.execute(
        sql: "UPDATE attempt SET used_at = ? WHERE id = ?",
        arguments: [now.milliseconds, attempt.data])
      return .accepted(attempt: attempt, company: company, provider: provider)
    }
  }

  /// Takes the PKCE verifier out, once: the code is sent with it and never again.
  public func takeVerifier(of attempt: AttemptID) throws -> String? {
    try write { database in
      guard
        let row = try Row.fetchOne(
          database,
          sql: "SELECT company, provider, verifier FROM attempt WHERE id = ? AND used_at NOT NULL",
          arguments: [attempt.data]),
        let sealed = row["verifier"] as Data?
      else { return nil }
      let place = VaultKeys.Place(
        company: row["company"], provider: row["provider"], field: "verifier \(attempt)")
      let verifier = String(decoding: try keys.open(sealed, for: place), as: UTF8.self)
      try database.execute(
        sql: "UPDATE attempt SET verifier = NULL WHERE id = ?", arguments: [attempt.data])
      return verifier
    }
  }

  /// Ends an attempt: its verifier is erased, its state counts as used.
  public func end(_ attempt: AttemptID, at now: Timestamp) throws {
    try write { database in
      try database.execute(
        sql: """
          UPDATE attempt SET verifier = NULL, used_at = coalesce(used_at, ?) WHERE id = ?
          """, arguments: [now.milliseconds, attempt.data])
    }
  }

  /// The attempts whose verifier is still here: open, or past their end and not swept yet.
  public func openAttempts() throws -> [(AttemptID, Company, Provider, expiresAt: Timestamp)] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT id, company, provider, expires_at FROM attempt WHERE verifier NOT NULL
          ORDER BY expires_at
          """)
    }.compactMap { row in
      guard let attempt = AttemptID(data: row["id"]), let company = Company(row["company"]),
        let provider = Provider(rawValue: row["provider"])
      else { return nil }
      return (attempt, company, provider, Timestamp(milliseconds: row["expires_at"]))
    }
  }

  func resealAttempts(_ database: Database) throws -> Int {
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

  /// Hashes of random values need no key and no salt: 128 bits cannot be guessed.
  private static func hash(_ value: String) -> Data {
    Data(SHA256.hash(data: Array(value.utf8)))
  }
}
