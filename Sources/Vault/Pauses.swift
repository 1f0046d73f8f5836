import GRDB
public import Integrations

/// Until when the provider is left alone.
public struct Pause: Hashable, Sendable {
  /// How often in a row it came to nothing.
  public var count: Int
  /// Its end.
  public var until: Timestamp

  /// A pause.
  public init(count: Int = 0, until: Timestamp) {
    self.count = count
    self.until = until
  }

  /// What waits until the pause has ended.
  public enum Activity: String, CaseIterable, Sendable {
    /// Any new token: the provider said when to come back.
    case token
    /// Any question to a register: the provider said when to come back.
    case register
    /// A refresh that nobody waits for, after one that came to nothing.
    case refresh
    /// The next question to registers that were silent.
    case silence
    /// Revoking once more.
    case revocation
  }
}

extension Vault {
  /// Leaves the provider alone, in every process; nil ends the pause.
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

  /// The pause of an activity, also one that has ended; nil where there was none.
  public func pause(
    of company: Company, _ provider: Provider, _ activity: Pause.Activity
  ) throws -> Pause? {
    try read { database in
      try Row.fetchOne(
        database,
        sql: "SELECT count, until FROM pause WHERE company = ? AND provider = ? AND purpose = ?",
        arguments: [company.id, provider.rawValue, activity.rawValue])
    }.map { Pause(count: $0["count"], until: Timestamp(milliseconds: $0["until"])) }
  }

  /// Every pause of an activity, also those that have ended.
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
