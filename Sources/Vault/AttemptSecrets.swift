import Crypto
package import Foundation
import GRDB
public import Integrations

/// The secrets of an attempt, which the callback must match.
public struct AttemptSecrets: Hashable, Sendable {
  /// The attempt.
  public var attempt: AttemptID
  /// The company that is being connected.
  public var company: Company
  /// The provider.
  public var provider: Provider
  /// The value that the provider returns with its answer (RFC 6749 section 10.12); stored as a hash.
  public var state: String
  /// The value that ties the attempt to its browser; stored as a hash.
  public var browser: String
  /// The PKCE verifier (RFC 7636 section 4.1); stored sealed.
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

/// The attempt that a callback belongs to.
public struct FoundAttempt: Hashable, Sendable {
  /// The attempt.
  public var attempt: AttemptID
  /// The company that is being connected.
  public var company: Company
  /// The provider.
  public var provider: Provider
  /// True if the callback comes from the browser that started the attempt.
  public var isSameBrowser: Bool
  /// The PKCE verifier; nil for another browser, once the attempt's tokens are stored or it has
  /// ended, and where it cannot be opened.
  public var verifier: String?
}

extension FoundAttempt: CustomStringConvertible, CustomReflectable {
  /// Never the verifier.
  public var description: String { "the attempt \(attempt)" }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// An attempt that has not ended.
public struct OpenAttempt: Hashable, Sendable {
  /// The attempt.
  public var attempt: AttemptID
  /// The company that is being connected.
  public var company: Company
  /// The provider.
  public var provider: Provider
  /// When the attempt ends by itself.
  public var expiresAt: Timestamp
}

extension Vault {
  /// Stores the secrets of an attempt that is about to start.
  public func store(_ secrets: AttemptSecrets) throws {
    let place = SealedPlace(
      secrets.company, secrets.provider, "verifier", of: .attempt(secrets.attempt))
    try write { database in
      let keys = try currentKeys()
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

  /// Finds the attempt that a `state` was made for; returns nil if there is none.
  ///
  /// Finding it spends nothing: the ledger's rules decide, in the append that records the callback,
  /// whether it counts, and so whether the verifier may be used.
  ///
  /// - Parameter browser: The browser's value for an attempt; nil if it has none.
  public func find(
    state: String, browser: (AttemptID) -> String?
  ) throws -> FoundAttempt? {
    try find("state = ?", Self.hash(state), browser)
  }

  /// Finds an attempt by its id, for a callback without a `state`.
  public func find(_ attempt: AttemptID, browser: String) throws -> FoundAttempt? {
    try find("id = ?", attempt.data) { _ in browser }
  }

  private func find(
    _ condition: String, _ value: Data, _ browser: (AttemptID) -> String?
  ) throws -> FoundAttempt? {
    do {
      return try find(condition, value, browser, open: verifier)
    } catch let error as VaultError where error.isUnopenable {
      // The callback is recorded even so.
      return try find(condition, value, browser) { _, _ in nil }
    }
  }

  private func find(
    _ condition: String, _ value: Data, _ browser: (AttemptID) -> String?,
    open: (Row, VaultKeys) throws -> String?
  ) throws -> FoundAttempt? {
    try opening { keys in
      let row = try read { database in
        try Row.fetchOne(
          database,
          sql: "SELECT id, company, provider, browser, verifier FROM attempt WHERE \(condition)",
          arguments: [value])
      }
      guard let row, let attempt = AttemptID(data: row["id"]),
        let company = Company(row["company"]),
        let provider = Provider(rawValue: row["provider"])
      else { return nil }
      // Hashes are compared, so the time that it takes tells nothing of the value.
      let isSame = browser(attempt).map { Self.hash($0) == row["browser"] as Data } ?? false
      return FoundAttempt(
        attempt: attempt, company: company, provider: provider, isSameBrowser: isSame,
        verifier: try isSame ? open(row, keys) : nil)
    }
  }

  private func verifier(_ row: Row, _ keys: VaultKeys) throws -> String? {
    guard let attempt = AttemptID(data: row["id"]), let sealed = row["verifier"] as Data? else {
      return nil
    }
    return try text(sealed, at: SealedPlace(row, "verifier", of: .attempt(attempt)), keys)
  }

  /// Ends an attempt: its verifier is erased.
  ///
  /// The hash of its state stays, so that a later callback is recognised as a repeat.
  public func end(_ attempt: AttemptID) throws {
    try write { try Self.end(attempt, $0) }
  }

  static func end(_ attempt: AttemptID, _ database: Database) throws {
    try database.execute(
      sql: "UPDATE attempt SET verifier = NULL, ended = 1 WHERE id = ?",
      arguments: [attempt.data])
  }

  /// The attempts that are under way, or expired and not swept yet.
  public func openAttempts() throws -> [OpenAttempt] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT id, company, provider, expires_at FROM attempt WHERE ended = 0
          ORDER BY expires_at
          """)
    }.compactMap { row in
      guard let attempt = AttemptID(data: row["id"]), let company = Company(row["company"]),
        let provider = Provider(rawValue: row["provider"])
      else { return nil }
      return OpenAttempt(
        attempt: attempt, company: company, provider: provider,
        expiresAt: Timestamp(milliseconds: row["expires_at"]))
    }
  }

  /// A hash without key and salt, since random values of 128 bits cannot be guessed.
  package static func hash(_ value: String) -> Data {
    Data(SHA256.hash(data: Array(value.utf8)))
  }
}
