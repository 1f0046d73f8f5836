package import Foundation
import GRDB
import Integrations
import Schema

/// The two databases of people: sealed values in one, the keys that seal them in the other.
///
/// Neither uses a WAL, and both overwrite what they delete, so that what was erased is in no file.
package struct PeopleStore {
  private let values: DatabaseQueue
  private let keys: DatabaseQueue?

  /// Opens both databases to write to them, and makes them if they are not there.
  package init(making values: URL, keys: URL) throws {
    self.values = try Self.open(values, Migration.people)
    self.keys = try Self.open(keys, Migration.peopleKeys)
  }

  /// Opens the databases to read; without keys if `keys` is nil.
  package init(reading values: URL, keys: URL?) throws {
    self.values = try Self.open(values, nil)
    self.keys = try keys.map { try Self.open($0, nil) }
  }

  private static func open(_ file: URL, _ schema: String?) throws -> DatabaseQueue {
    var configuration = Configuration()
    // After a crash, SQLite must roll back the journal before it can read, which a read-only
    // connection cannot do. So the file is opened for writing if it may be written.
    let isWritable = access(file.path, W_OK) == 0
    configuration.readonly = schema == nil && !isWritable
    configuration.busyMode = .timeout(TimeInterval(Limits.patienceSeconds))
    configuration.prepareDatabase { database in
      guard schema != nil else {
        if isWritable { try database.execute(sql: "PRAGMA query_only = ON") }
        return
      }
      try database.execute(sql: "PRAGMA secure_delete = ON; PRAGMA synchronous = FULL")
    }
    return try LedgerError.translating(file: file.path) {
      let queue = try DatabaseQueue(path: file.path, configuration: configuration)
      if let schema {
        chmod(file.path, 0o600)
        try queue.write { try $0.execute(sql: schema) }
      }
      return queue
    }
  }

  // MARK: Keys

  /// A person's key; nil without a key database.
  ///
  /// - Parameter made: Makes the key that is stored and returned if the person has none yet.
  package func key(of person: String, orMake made: () -> [UInt8]) throws -> [UInt8]? {
    try keys?.write { database in
      if let key = try Self.key(of: person, database) { return key }
      let key = made()
      try database.execute(
        sql: "INSERT INTO subject (person, key) VALUES (?, ?)", arguments: [person, Data(key)])
      return key
    }
  }

  /// A person's key; nil if it is not here.
  package func key(of person: String) throws -> [UInt8]? {
    try keys?.read { try Self.key(of: person, $0) }
  }

  private static func key(of person: String, _ database: Database) throws -> [UInt8]? {
    try Data.fetchOne(
      database, sql: "SELECT key FROM subject WHERE person = ?", arguments: [person]
    ).map { Array($0) }
  }

  // MARK: Values

  /// Stores values; one whose digest is there already stays as it is if `keepingKnown`.
  package func insert(_ entries: [SealedValue], keepingKnown: Bool = false) throws {
    try values.write { database in
      for entry in entries {
        try database.execute(
          sql: """
            INSERT \(keepingKnown ? "OR IGNORE " : "")INTO disclosure
            (digest, company, person, sealed) VALUES (?, ?, ?, ?)
            """, arguments: [entry.digest, entry.company, entry.person, Data(entry.sealed)])
      }
    }
  }

  /// Deletes a person's key and everything that it sealed, and empties free pages.
  ///
  /// The key goes first: from then on every copy of the sealed values is unreadable.
  package func delete(person: String) throws {
    if let keys {
      try keys.write {
        try $0.execute(sql: "DELETE FROM subject WHERE person = ?", arguments: [person])
      }
      try keys.vacuum()
    }
    try values.write {
      try $0.execute(sql: "DELETE FROM disclosure WHERE person = ?", arguments: [person])
    }
    try values.vacuum()
  }

  /// Deletes single values.
  package func delete(_ digests: [String]) throws {
    try values.write { database in
      for digest in digests {
        try database.execute(sql: "DELETE FROM disclosure WHERE digest = ?", arguments: [digest])
      }
    }
  }

  /// The stored values of a person, of a company, or all of them.
  package func entries(person: String?, company: String?) throws -> [SealedValue] {
    try values.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT digest, company, person, sealed FROM disclosure
          WHERE (?1 IS NULL OR person = ?1) AND (?2 IS NULL OR company = ?2)
          ORDER BY person, company, digest
          """, arguments: [person, company]
      ).map {
        SealedValue(
          digest: $0["digest"], company: $0["company"], person: $0["person"],
          sealed: Array($0["sealed"] as Data))
      }
    }
  }
}

/// One sealed value of a person, as one company's log commits to it.
package struct SealedValue {
  /// What the record holds of it.
  package var digest: String
  /// The company whose log commits to it.
  package var company: String
  /// The person, as records name them.
  package var person: String
  /// The value; empty if it stayed behind when the record was imported.
  package var sealed: [UInt8]

  /// One sealed value.
  package init(digest: String, company: String, person: String, sealed: [UInt8]) {
    self.digest = digest
    self.company = company
    self.person = person
    self.sealed = sealed
  }
}
