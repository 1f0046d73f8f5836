import Foundation
import GRDB
public import Integrations
public import Vault

/// Who may enter, and where.
public struct Entry: Hashable, Sendable {
  /// The id of the link, which the visit keeps.
  public var id: VisitID
  /// Role and opaque id.
  public var actor: Actor
  /// The company that the link was made for; an administrator sees no other.
  public var company: Company
  /// Who made the link.
  public var issuedBy: Actor
  /// When the link was made, or when the visit began.
  public var beganAt: Timestamp
  /// When it ends.
  public var expiresAt: Timestamp

  /// An entry.
  public init(
    id: VisitID, actor: Actor, company: Company, issuedBy: Actor, beganAt: Timestamp,
    expiresAt: Timestamp
  ) {
    self.id = id
    self.actor = actor
    self.company = company
    self.issuedBy = issuedBy
    self.beganAt = beganAt
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
  public func store(_ entry: Entry, _ kind: EntryKind, value: String) throws {
    try write { database in
      let row = EntryRow(hash: Self.hash(value), kind: kind, entry: entry)
      try row.insert(try currentKeys(), database)
    }
  }

  /// Looks up who may enter with a value; nil where nobody may, or no longer.
  public func entry(_ kind: EntryKind, value: String, at now: Timestamp) throws -> Entry? {
    try authenticating { keys in
      try read { try EntryRow.find(kind, hash: Self.hash(value), at: now, keys: keys, in: $0) }
    }
  }

  /// Takes an entry out: of any number of callers at once, one gets it.
  public func spend(_ kind: EntryKind, value: String, at now: Timestamp) throws -> Entry? {
    try authenticating { keys in
      try write { database in
        let hash = Self.hash(value)
        let found = try EntryRow.find(kind, hash: hash, at: now, keys: keys, in: database)
        try database.execute(
          sql: "DELETE FROM entry WHERE hash = ? AND kind = ?", arguments: [hash, kind.rawValue])
        return found
      }
    }
  }

  /// The links that nobody used yet and the visits that have not ended, oldest first.
  public func entries(at now: Timestamp) throws -> [(kind: EntryKind, entry: Entry)] {
    let keys = try currentKeys()
    return try read { try EntryRow.all($0) }
      .filter { $0.row.entry.expiresAt > now && $0.isAuthentic(keys) }
      .map { ($0.row.kind, $0.row.entry) }
      .sorted { $0.1.beganAt < $1.1.beganAt }
  }

  /// Ends a visit, or takes a link back.
  ///
  /// - Returns: What it was; nil where there is none with this id.
  public func end(
    _ visit: VisitID, at now: Timestamp
  ) throws -> (kind: EntryKind, entry: Entry)? {
    let keys = try currentKeys()
    return try write { database in
      let found = try EntryRow.all(database).first { $0.row.entry.id == visit }
      try database.execute(sql: "DELETE FROM entry WHERE id = ?", arguments: [visit.data])
      guard let found, found.row.entry.expiresAt > now, found.isAuthentic(keys) else { return nil }
      return (found.row.kind, found.row.entry)
    }
  }

  /// Forgets the links and sessions that have ended.
  public func forgetEntries(before now: Timestamp) throws {
    try write { database in
      try database.execute(
        sql: "DELETE FROM entry WHERE expires_at <= ?", arguments: [now.milliseconds])
    }
  }

  /// Reads what a MAC vouches for; nil where its key is not here.
  private func authenticating<Result>(_ body: (VaultKeys) throws -> Result?) throws -> Result? {
    do {
      return try opening(body)
    } catch VaultError.unknownKey {
      return nil
    }
  }
}

extension Vault {
  /// Puts a new key in front, seals everything with it and vouches anew for links and visits, or
  /// throws the older keys away.
  ///
  /// One process at a time does so; whoever reads and writes credentials goes on. Where the key of
  /// now is given by the environment, that is the new one, and no other is made.
  ///
  /// - Parameter retiring: Keeps the key of now and throws the older ones away.
  public static func changeKey(
    of directory: String, environment: [String: String] = [:], retiring: Bool = false
  ) throws -> Resealing {
    try changeKey(
      of: directory, environment: environment, retiring: retiring, renewing: EntryRow.renew)
  }
}
