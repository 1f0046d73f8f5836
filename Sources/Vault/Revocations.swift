import GRDB
public import Integrations

/// A consent to be revoked at the provider, until that is confirmed or the consent has expired.
public struct Revocation: Hashable, Sendable {
  /// The company whose consent it was.
  public var company: Company
  /// The provider.
  public var provider: Provider
  /// The attempt that it comes from.
  public var attempt: AttemptID
  /// Its account type.
  public var accountType: AccountType
  /// Why support removed it; nil for a consent that never became a grant.
  public var reason: RemovalReason?
  /// The id of the record that will say that it was confirmed; fixed, so that a crash adds no second.
  public var record: RecordID
  /// When the revocation began.
  public var beganAt: Timestamp
  /// When the consent counts as expired.
  public var endsAt: Timestamp

  /// A revocation.
  public init(
    company: Company, provider: Provider, attempt: AttemptID, accountType: AccountType,
    reason: RemovalReason?, record: RecordID, beganAt: Timestamp, endsAt: Timestamp
  ) {
    self.company = company
    self.provider = provider
    self.attempt = attempt
    self.accountType = accountType
    self.reason = reason
    self.record = record
    self.beganAt = beganAt
    self.endsAt = endsAt
  }
}

extension Vault {
  /// Begins a revocation: its credentials change from another standing to `revoking`.
  public func begin(_ revocation: Revocation, from standing: Standing) throws {
    try write { database in
      try Self.delete(
        revocation.company, revocation.provider, standing: .revoking,
        attempt: revocation.attempt, in: database)
      try database.execute(
        sql: """
          UPDATE credential SET standing = 'revoking', refresh_sent_at = NULL
          WHERE company = ? AND provider = ? AND standing = ? AND attempt = ?
          """,
        arguments: [
          revocation.company.id, revocation.provider.rawValue, standing.rawValue,
          revocation.attempt.data,
        ])
      // Other credentials of that standing go, with what is stored of them.
      try Self.delete(
        revocation.company, revocation.provider, standing: standing, attempt: nil, in: database)
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO revocation
            (company, provider, attempt, account, reason, record, began_at, ends_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          revocation.company.id, revocation.provider.rawValue, revocation.attempt.data,
          revocation.accountType.rawValue, revocation.reason?.rawValue, revocation.record.data,
          revocation.beganAt.milliseconds, revocation.endsAt.milliseconds,
        ])
    }
  }

  /// Ends a revocation: its credentials are erased.
  public func end(_ revocation: Revocation) throws {
    try write { database in
      try Self.delete(
        revocation.company, revocation.provider, standing: .revoking,
        attempt: revocation.attempt, in: database)
      try database.execute(
        sql: "DELETE FROM revocation WHERE company = ? AND provider = ? AND attempt = ?",
        arguments: [
          revocation.company.id, revocation.provider.rawValue, revocation.attempt.data,
        ])
    }
  }

  /// All revocations, the oldest first.
  public func revocations() throws -> [Revocation] {
    try read { database in
      try Row.fetchAll(database, sql: "SELECT * FROM revocation ORDER BY began_at")
    }.compactMap(Revocation.init)
  }

  /// The revocations of one company, the oldest first.
  public func revocations(of company: Company) throws -> [Revocation] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM revocation WHERE company = ? ORDER BY began_at",
        arguments: [company.id])
    }.compactMap(Revocation.init)
  }
}

extension Revocation {
  fileprivate init?(_ row: Row) {
    guard let company = Company(row["company"]), let provider = Provider(rawValue: row["provider"]),
      let attempt = AttemptID(data: row["attempt"]),
      let accountType = AccountType(rawValue: row["account"]),
      let record = RecordID(data: row["record"])
    else { return nil }
    self.init(
      company: company, provider: provider, attempt: attempt, accountType: accountType,
      reason: (row["reason"] as String?).flatMap(RemovalReason.init), record: record,
      beganAt: Timestamp(milliseconds: row["began_at"]),
      endsAt: Timestamp(milliseconds: row["ends_at"]))
  }
}
