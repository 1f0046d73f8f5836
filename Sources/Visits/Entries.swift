import Foundation
import GRDB
public import Integrations
public import Vault

/// A link that lets a person in once, or the visit that it led to.
public struct Entry: Hashable, Sendable {
  /// The id of the link; the visit has the same one.
  public var id: VisitID
  /// The person: role and opaque id.
  public var actor: Actor
  /// The company of the link; an administrator sees no other.
  public var company: Company
  /// The person who issued the link.
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
  /// The two kinds of entry.
  public enum EntryKind: String, Sendable {
    /// A one-time link.
    case link
    /// A session's cookie.
    case session
  }

  /// Stores an entry under the hash of its link or cookie.
  public func store(_ entry: Entry, _ kind: EntryKind, value: String) throws {
    try write { database in
      let row = EntryRow(hash: Self.hash(value), kind: kind, entry: entry)
      try row.insert(try currentKeys(), database)
    }
  }

  /// The entry of a link or a cookie; nil if there is none or it has ended.
  public func entry(_ kind: EntryKind, value: String, at now: Timestamp) throws -> Entry? {
    try authenticating { keys in
      try read { try EntryRow.find(kind, hash: Self.hash(value), at: now, keys: keys, in: $0) }
    }
  }

  /// Removes an entry and returns it; of any number of callers at once, one gets it.
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

  /// The links that are unspent and the visits that have not ended, oldest first.
  public func entries(at now: Timestamp) throws -> [(kind: EntryKind, entry: Entry)] {
    let keys = try currentKeys()
    return try read { try EntryRow.all($0) }
      .filter { $0.row.entry.expiresAt > now && $0.isAuthentic(keys) }
      .map { ($0.row.kind, $0.row.entry) }
      .sorted { $0.1.beganAt < $1.1.beganAt }
  }

  /// Ends a visit, or takes back a link.
  ///
  /// - Returns: The entry; nil if there is none with this id.
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

  /// Deletes the links and visits that have ended.
  public func forgetEntries(before now: Timestamp) throws {
    try write { database in
      try database.execute(
        sql: "DELETE FROM entry WHERE expires_at <= ?", arguments: [now.milliseconds])
    }
  }
}
