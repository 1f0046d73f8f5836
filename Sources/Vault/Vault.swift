import Encoding
import Foundation
package import GRDB
import Schema
import Synchronization

/// Credentials and the secrets of open attempts, sealed, in a file of their own.
///
/// Records are for ever and a token must be erasable, so no token is in a record: it is here. The
/// file has no WAL and overwrites what it deletes, so that what was erased is in none of its bytes.
/// Without a WAL it is also out of reach of the WAL-reset bug, so it needs no lock beside SQLite's.
public final class Vault: Sendable {
  let queue: DatabaseQueue
  private let keys: Mutex<VaultKeys>
  private let file: String
  let directory: String

  /// Opens the vault of a ledger's directory, and makes it where there is none.
  ///
  /// - Parameter patienceSeconds: How long to wait for other processes; tests wait less.
  /// - Throws: `VaultError`.
  public init(_ directory: String, keys: VaultKeys, patienceSeconds: Int = 30) throws {
    let file = directory + "/vault.sqlite"
    self.directory = directory
    self.file = file
    self.keys = Mutex(keys)
    var configuration = Configuration()
    configuration.busyMode = .timeout(TimeInterval(patienceSeconds))
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA secure_delete = ON; PRAGMA synchronous = FULL")
    }
    queue = try VaultError.translating(file) {
      let queue = try DatabaseQueue(path: file, configuration: configuration)
      chmod(file, 0o600)
      return queue
    }
    try migrate()
  }

  /// Brings an older layout up to date, one process at a time.
  ///
  /// - Throws: `VaultError.newer` where a later version of this program made the file.
  private func migrate() throws {
    let steps = Migration.vault
    func version(_ database: Database) throws -> Int {
      try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    }
    let found = try read(version)
    guard found <= steps.count else { throw VaultError.newer(file: file) }
    guard found < steps.count else { return }
    let isNew = try write { database in
      let isNew = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") == 0
      for (index, step) in steps.enumerated() where try index >= version(database) {
        try database.execute(sql: step.sql)
        try database.execute(sql: "PRAGMA user_version = \(index + 1)")
      }
      return isNew
    }
    // Nothing in it was ever sealed otherwise.
    if isNew { try endFormerBinding() }
  }

  /// Closes the file.
  public func close() throws {
    try VaultError.translating(file) { try queue.close() }
  }

  /// The keys of now: another process may have put a new one in front.
  ///
  /// Asked inside the transaction that seals, so that nothing is sealed under a key that was
  /// replaced before that transaction began, and `reseal` finds everything that came before it.
  package func currentKeys() throws -> VaultKeys {
    try keys.withLock { keys in
      if let renewed = try keys.renewed() { keys = renewed }
      return keys
    }
  }

  /// Reads sealed values, and once more where a key is not known: everything may have been sealed
  /// anew after the keys were looked at.
  package func opening<Result>(_ body: (VaultKeys) throws -> Result) throws -> Result {
    let keys = try currentKeys()
    do {
      return try body(keys)
    } catch VaultError.unknownKey {
      return try body(try currentKeys())
    }
  }

  package func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try VaultError.translating(file) { try queue.read(body) }
  }

  /// One transaction, which no other process is inside of at the same time.
  package func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try VaultError.translating(file) {
      try queue.writeWithoutTransaction { database in
        var result: Result?
        try database.inTransaction(.immediate) {
          result = try body(database)
          return .commit
        }
        guard let result else { preconditionFailure("the transaction ran") }
        return result
      }
    }
  }
}

/// What can go wrong with the vault, each as one sentence that holds no secret.
public enum VaultError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Another process has the file, and kept it for as long as one waits.
  case busy(file: String)
  /// The file cannot be used.
  case io(file: String, what: String)
  /// A later version of this program made the file.
  case newer(file: String)
  /// A key is none: it must have 32 bytes.
  case malformedKey(String)
  /// A value is sealed under a key that is not here.
  case unknownKey(id: String)
  /// A value was changed, or belongs to another company or field.
  case unopenable(field: String)

  /// One sentence: what, where, what to do.
  public var description: String {
    switch self {
    case .busy(let file):
      "\(file) is busy: another process is writing to it and did not finish in time; try again."
    case .io(let file, let what): "\(file) cannot be used: \(what)."
    case .newer(let file):
      "\(file) was made by a later version of authledger-connect; use that version."
    case .malformedKey(let place):
      "\(place) holds no vault key; one is 32 bytes, written as 64 hexadecimal digits."
    case .unknownKey(let id):
      "A credential is sealed under the key \(id), which is not here; put keys/vault-key back from "
        + "where you keep it, or remove the credential and authorize again."
    case .unopenable(let field):
      "The sealed \(field) cannot be opened: it was changed, or belongs elsewhere; remove the "
        + "credential and authorize again."
    }
  }

  /// Whether a value cannot be opened, however often one tries with the keys that are here.
  public var isUnopenable: Bool {
    switch self {
    case .unknownKey, .unopenable: true
    case .busy, .io, .newer, .malformedKey: false
    }
  }

  /// Runs what works on files; what the file system refuses is an error of the vault.
  static func ofFiles<Result>(
    _ body: @autoclosure () throws(FileError) -> Result
  ) throws(VaultError) -> Result {
    do {
      return try body()
    } catch {
      throw .io(file: error.path, what: error.what)
    }
  }

  static func translating<Result>(_ file: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as DatabaseError {
      switch error.resultCode {
      case .SQLITE_BUSY, .SQLITE_LOCKED: throw VaultError.busy(file: file)
      default: throw VaultError.io(file: file, what: error.message ?? "SQLite error")
      }
    }
  }
}
