import GRDB
public import Integrations

/// A time during which the provider is not asked.
public struct Pause: Hashable, Sendable {
  /// The number of failures in a row before it.
  public var count: Int
  /// When it ends.
  public var until: Timestamp

  /// A pause.
  public init(count: Int = 0, until: Timestamp) {
    self.count = count
    self.until = until
  }

  /// What waits until the pause has ended.
  public enum Activity: String, CaseIterable, Sendable {
    /// Requests for tokens, after a `Retry-After`.
    case token
    /// Questions to registers and about the company, after a `Retry-After`.
    case register
    /// Refreshes that nobody waits for, after one that failed.
    case refresh
    /// Questions to registers that gave no answer before.
    case silence
    /// Further requests for a revocation.
    case revocation
    /// Questions after a company that was not among those that the person gave; there while it is not.
    case company
  }
}

extension Vault {
  /// Sets the pause of an activity, for every process; nil ends it.
  public func setPause(
    _ pause: Pause?, of activity: Pause.Activity, _ company: Company, _ provider: Provider
  ) throws {
    try write { database in
      guard let pause else {
        try database.execute(
          sql: "DELETE FROM pause WHERE company = ? AND provider = ? AND purpose = ?",
          arguments: [company.id, provider.rawValue, activity.rawValue])
        return
      }
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO pause (company, provider, purpose, count, until)
          VALUES (?, ?, ?, ?, ?)
          """,
        arguments: [
          company.id, provider.rawValue, activity.rawValue, pause.count, pause.until.milliseconds,
        ])
    }
  }

  /// The pause of an activity, even if it has ended; nil if there was none.
  public func pause(
    of company: Company, _ provider: Provider, _ activity: Pause.Activity
  ) throws -> Pause? {
    try read { try Self.pause(of: company, provider, activity, $0) }
  }

  static func pause(
    of company: Company, _ provider: Provider, _ activity: Pause.Activity, _ database: Database
  ) throws -> Pause? {
    try Row.fetchOne(
      database,
      sql: "SELECT count, until FROM pause WHERE company = ? AND provider = ? AND purpose = ?",
      arguments: [company.id, provider.rawValue, activity.rawValue]
    ).map { Pause(count: $0["count"], until: Timestamp(milliseconds: $0["until"])) }
  }

  /// Every pause of an activity, even those that have ended.
  public func pauses(
    _ activity: Pause.Activity
  ) throws -> [(company: Company, provider: Provider, pause: Pause)] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT company, provider, count, until FROM pause WHERE purpose = ?",
        arguments: [activity.rawValue])
    }.compactMap { row in
      guard let company = Company(row["company"]),
        let provider = Provider(rawValue: row["provider"])
      else { return nil }
      let until = Timestamp(milliseconds: row["until"])
      return (company, provider, Pause(count: row["count"], until: until))
    }
  }
}
