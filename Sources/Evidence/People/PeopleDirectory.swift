import Crypto
import EventLog
import Foundation
import Integrations
import Transparency

/// The directory of people: what records commit to, sealed with one key per person.
struct PeopleDirectory {
  private let store: PeopleStore
  /// True if the keys are here, but this user may not read them: then what they seal counts as
  /// withheld and not as missing.
  let areKeysHidden: Bool

  /// Opens the directory to write to it, and makes it if there is none.
  init(making files: LedgerFiles) throws {
    try files.makeKeysFolder()
    store = try PeopleStore(making: files.people, keys: files.peopleKeys)
    areKeysHidden = false
  }

  /// Opens the directory to read; nil if there is none.
  init?(reading files: LedgerFiles) throws {
    guard FileManager.default.fileExists(atPath: files.people.path) else { return nil }
    areKeysHidden = files.arePeopleKeysHidden
    store = try PeopleStore(
      reading: files.people,
      keys: files.holdsPeopleKeys && !areKeysHidden ? files.peopleKeys : nil)
  }

  // MARK: Writing

  /// Seals and stores disclosures of one person.
  func insert(_ disclosures: [(company: String, Disclosure)], of person: String) throws {
    let stored = try store.key(of: person) {
      SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
    }
    guard let stored else { return }
    let key = SymmetricKey(data: stored)
    try store.insert(
      try disclosures.map { company, disclosure in
        let digest = disclosure.digest
        let box = try AES.GCM.seal(
          Array(disclosure.description.utf8), using: key, authenticating: Array(digest.utf8))
        return SealedValue(
          digest: digest, company: company, person: person,
          sealed: Array(box.nonce) + box.ciphertext + box.tag)
      })
  }

  /// Stores that imported records commit to values whose disclosures were not imported.
  func withhold(_ identities: [WithheldIdentity]) throws {
    try store.insert(
      identities.map {
        SealedValue(
          digest: $0.digest, company: $0.company.id, person: $0.person, sealed: [])
      }, keepingKnown: true)
  }

  /// Deletes a person's key and everything that it sealed.
  func erase(_ person: String) throws { try store.delete(person: person) }

  /// Deletes single values that no record commits to, left by an interrupted introduction.
  func drop(_ digests: [String]) throws { try store.delete(digests) }

  // MARK: Reading

  /// The stored values of a person, of a company, or all of them.
  func entries(person: String? = nil, company: String? = nil) throws -> [SealedValue] {
    try store.entries(person: person, company: company)
  }

  /// Decrypts a value; nil if its key is gone or the value was changed.
  func disclosure(_ entry: SealedValue) throws -> Disclosure? {
    guard let key = try store.key(of: entry.person),
      let box = try? AES.GCM.SealedBox(combined: entry.sealed),
      let bytes = try? AES.GCM.open(
        box, using: SymmetricKey(data: key), authenticating: Array(entry.digest.utf8)),
      let disclosure = Disclosure(String(decoding: bytes, as: UTF8.self)),
      disclosure.digest == entry.digest
    else { return nil }
    return disclosure
  }
}

extension SealedValue {
  /// True if the record that commits to it was imported without its disclosure.
  var isWithheld: Bool { sealed.isEmpty }
}

extension LedgerFiles {
  /// The file of the sealed values.
  var people: URL { directory.appending(path: "people.sqlite") }

  /// The file of the keys that seal them.
  var peopleKeys: URL { keys.appending(path: "people.sqlite") }

  /// True if there may be keys, but they cannot be read.
  fileprivate var arePeopleKeysHidden: Bool {
    access(peopleKeys.path, R_OK) != 0 && errno == EACCES
  }

  /// True if the keys are here; a copy that `backup` made has none.
  var holdsPeopleKeys: Bool { FileManager.default.fileExists(atPath: peopleKeys.path) }
}
