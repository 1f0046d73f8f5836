import Crypto
import Foundation
import GRDB
import Integrations
import Schema
import Transparency

/// The directory of people: what records only commit to, sealed under a key per person.
///
/// The sealed values and the keys lie in two databases. Neither uses a WAL and both overwrite what
/// they delete, so that what was erased is in no file of the ledger's directory.
struct PeopleDirectory {
  private let values: DatabaseQueue
  private let keys: DatabaseQueue?
  /// Whether the keys are here and may not be read by whoever runs this: what they seal is withheld
  /// from them, and not missing.
  let areKeysHidden: Bool

  /// One sealed value.
  struct Entry {
    var digest: String
    var company: String
    var person: String
    var sealed: [UInt8]

    /// Whether the record that commits to it was imported, and its disclosure stayed behind.
    var isWithheld: Bool { sealed.isEmpty }
  }

  /// Opens the directory to write to it, and makes it where there is none.
  init(making files: LedgerFiles) throws {
    try files.makeKeysFolder()
    values = try Self.open(files.people, Migration.people)
    keys = try Self.open(files.peopleKeys, Migration.peopleKeys)
    areKeysHidden = false
  }

  /// Opens the directory to read; nil where there is none.
  init?(reading files: LedgerFiles) throws {
    guard FileManager.default.fileExists(atPath: files.people.path) else { return nil }
    values = try Self.open(files.people, nil)
    areKeysHidden = files.arePeopleKeysHidden
    keys =
      files.holdsPeopleKeys && !areKeysHidden ? try Self.open(files.peopleKeys, nil) : nil
  }

  private static func open(_ file: URL, _ schema: String?) throws -> DatabaseQueue {
    var configuration = Configuration()
    // Whoever may write can also undo what a crash left half done; the journal would say no to a
    // reader. Where nothing may be written there is nothing to undo by us.
    let isWritable = access(file.path, W_OK) == 0
    configuration.readonly = schema == nil && !isWritable
    configuration.busyMode = .timeout(TimeInterval(WriterLock.patienceSeconds))
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

  // MARK: Writing

  /// Seals and stores disclosures of one person.
  func keep(_ disclosures: [(company: String, Disclosure)], of person: String) throws {
    guard let keys else { return }
    let key = try keys.write { database in
      if let key = try Self.key(of: person, database) { return key }
      let key = SymmetricKey(size: .bits256)
      try database.execute(
        sql: "INSERT INTO subject (person, key) VALUES (?, ?)",
        arguments: [person, key.withUnsafeBytes { Data($0) }])
      return key
    }
    try values.write { database in
      for (company, disclosure) in disclosures {
        let digest = disclosure.digest
        let sealed = try AES.GCM.seal(
          Array(disclosure.description.utf8), using: key, authenticating: Array(digest.utf8))
        try database.execute(
          sql: "INSERT INTO disclosure (digest, company, person, sealed) VALUES (?, ?, ?, ?)",
          arguments: [digest, company, person, sealed.combined])
      }
    }
  }

  /// Notes that records which were imported commit to values that did not come along.
  func withhold(_ identities: [WithheldIdentity]) throws {
    try values.write { database in
      for identity in identities {
        try database.execute(
          sql: """
            INSERT OR IGNORE INTO disclosure (digest, company, person, sealed) VALUES (?, ?, ?, x'')
            """, arguments: [identity.digest, identity.company.id, identity.person])
      }
    }
  }

  /// Deletes a person's key and everything that it sealed, and empties free pages.
  ///
  /// The key goes first: from then on every copy of the sealed values is unreadable.
  func erase(_ person: String) throws {
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

  /// Deletes single values that no record commits to: an introduction that was interrupted.
  func drop(_ digests: [String]) throws {
    try values.write { database in
      for digest in digests {
        try database.execute(sql: "DELETE FROM disclosure WHERE digest = ?", arguments: [digest])
      }
    }
  }

  // MARK: Reading

  /// The stored values of a person, of a company, or all of them.
  func entries(person: String? = nil, company: String? = nil) throws -> [Entry] {
    try values.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT digest, company, person, sealed FROM disclosure
          WHERE (?1 IS NULL OR person = ?1) AND (?2 IS NULL OR company = ?2)
          ORDER BY person, company, digest
          """, arguments: [person, company]
      ).map {
        Entry(
          digest: $0["digest"], company: $0["company"], person: $0["person"],
          sealed: Array($0["sealed"] as Data))
      }
    }
  }

  /// Opens a value; nil where its key is gone, or it was changed.
  func disclosure(_ entry: Entry) throws -> Disclosure? {
    guard let key = try keys?.read({ try Self.key(of: entry.person, $0) }),
      let box = try? AES.GCM.SealedBox(combined: entry.sealed),
      let bytes = try? AES.GCM.open(box, using: key, authenticating: Array(entry.digest.utf8)),
      let disclosure = Disclosure(String(decoding: bytes, as: UTF8.self)),
      disclosure.digest == entry.digest
    else { return nil }
    return disclosure
  }

  private static func key(of person: String, _ database: Database) throws -> SymmetricKey? {
    try Data.fetchOne(
      database, sql: "SELECT key FROM subject WHERE person = ?", arguments: [person]
    ).map { SymmetricKey(data: $0) }
  }
}

/// An identity that an imported record commits to, and that whoever exported it kept back.
struct WithheldIdentity {
  var digest: String
  var company: Company
  var person: String
}

extension Record.Bookkeeping {
  /// The identities that this record commits to first.
  func introducedIdentities(in company: Company) -> [WithheldIdentity] {
    guard let identity, identity.name == .personIntroduced else { return [] }
    return identity.digests.map {
      WithheldIdentity(digest: $0, company: company, person: identity.person)
    }
  }
}

extension LedgerFiles {
  /// The directory of people.
  var people: URL { directory.appending(path: "people.sqlite") }

  /// The keys that seal it.
  var peopleKeys: URL { keys.appending(path: "people.sqlite") }

  /// Whether the keys are here, or may be, and cannot be read.
  fileprivate var arePeopleKeysHidden: Bool {
    access(peopleKeys.path, R_OK) != 0 && errno == EACCES
  }

  /// Whether the keys are here; a copy that `backup` made has none.
  var holdsPeopleKeys: Bool { FileManager.default.fileExists(atPath: peopleKeys.path) }
}
