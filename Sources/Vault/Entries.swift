import Foundation
import GRDB
public import Integrations

/// Who may enter, and where.
public struct Entry: Hashable, Sendable {
  /// Role and opaque id.
  public var actor: Actor
  /// The company that the link was made for; an administrator sees no other.
  public var company: Company
  /// When it ends.
  public var expiresAt: Timestamp

  /// An entry.
  public init(actor: Actor, company: Company, expiresAt: Timestamp) {
    self.actor = actor
    self.company = company
    self.expiresAt = expiresAt
  }
}

extension Vault {
  /// What lets somebody in.
  public enum EntryKind: String, Sendable {
    /// A one-time link.
    case link
    /// A session's cookie.
    case session
  }

  /// Keeps the hash of a link or of a session's cookie.
  public func keep(_ entry: Entry, _ kind: EntryKind, value: String) throws {
    try write { database in
      try database.execute(
        sql: "INSERT INTO entry (hash, kind, actor, company, expires_at) VALUES (?, ?, ?, ?, ?)",
        arguments: [
          Self.hash(value), kind.rawValue, entry.actor.description, entry.company.id,
          entry.expiresAt.milliseconds,
        ])
    }
  }

  /// Looks up who may enter with a value; nil where nobody may, or no longer.
  public func entry(_ kind: EntryKind, value: String, at now: Timestamp) throws -> Entry? {
    try read { try Self.entry(kind, value, now, $0) }
  }

  /// Takes an entry out: of any number of callers at once, one gets it.
  public func spend(_ kind: EntryKind, value: String, at now: Timestamp) throws -> Entry? {
    try write { database in
      let found = try Self.entry(kind, value, now, database)
      try database.execute(
        sql: "DELETE FROM entry WHERE hash = ? AND kind = ?",
        arguments: [Self.hash(value), kind.rawValue])
      return found
    }
  }

  /// Forgets the links and sessions that have ended.
  public func forgetEntries(before now: Timestamp) throws {
    try write { database in
      try database.execute(
        sql: "DELETE FROM entry WHERE expires_at <= ?", arguments: [now.milliseconds])
    }
  }

  private static func entry(
    _ kind: EntryKind, _ value: String, _ now: Timestamp, _ database: Database
  ) throws -> Entry? {
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT actor, company, expires_at FROM entry
        WHERE hash = ? AND kind = ? AND expires_at > ?
        """, arguments: [hash(value), kind.rawValue, now.milliseconds])
    guard let row, let actor = Actor(row["actor"] as String), let company = Company(row["company"])
    else { return nil }
    return Entry(
      actor: actor, company: company, expiresAt: Timestamp(milliseconds: row["expires_at"]))
  }
}
