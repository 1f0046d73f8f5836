import Encoding
import Foundation
package import GRDB
public import Integrations
import Schema
import Synchronization

/// Credentials and the secrets of open attempts, sealed, in a file of their own.
///
/// Records are for ever and a token must be erasable, so tokens are here and not in records. The file has
/// no WAL and overwrites what it deletes, so erased values are in none of its bytes. Without a WAL it is
/// also safe from SQLite's WAL-reset bug, and needs no lock beside SQLite's own.
public final class Vault: Sendable {
  let queue: DatabaseQueue
  private let keys: Mutex<VaultKeys>
  private let file: String
  private let patience: TimeInterval
  let directory: String

  /// Opens the vault in a ledger's directory, and makes it if there is none.
  ///
  /// - Parameter patienceSeconds: How long to wait for other processes; tests wait less.
  /// - Throws: `VaultError`.
  public init(
    _ directory: String, keys: VaultKeys, patienceSeconds: Int = Limits.patienceSeconds
  ) throws {
    let file = directory + "/vault.sqlite"
    self.directory = directory
    self.file = file
    self.keys = Mutex(keys)
    patience = TimeInterval(patienceSeconds)
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience)
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
    // A new vault has no value with the former binding.
    if isNew { try endFormerBinding() }
  }

  /// Closes the file.
  public func close() throws {
    try VaultError.translating(file) { try queue.close() }
  }

  /// The current keys, read again if another process changed the file.
  ///
  /// Called inside the transaction that seals: nothing is then sealed under a key that was replaced
  /// before the transaction began, and `reseal` finds everything that was sealed earlier.
  package func currentKeys() throws -> VaultKeys {
    try keys.withLock { keys in
      if let renewed = try keys.renewed() { keys = renewed }
      return keys
    }
  }

  /// Reads sealed values, and once more if a key is unknown: they may have been sealed anew after the
  /// keys were read.
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

  /// The rows of one statement, which is its own transaction and is prepared once for all its runs: for
  /// what every request of a program reads.
  package func rows(_ sql: String, _ arguments: StatementArguments) throws -> [Row] {
    try VaultError.translating(file) {
      try queue.unsafeRead { database in
        try Row.fetchAll(try database.cachedStatement(sql: sql), arguments: arguments)
      }
    }
  }

  /// Runs `body` in one transaction, alone over all processes.
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

  /// Runs `body` in one transaction, if no other process uses the file at the moment.
  ///
  /// - Returns: nil if one does; then nothing was written.
  package func writeUnlessBusy<Result>(_ body: (Database) throws -> Result) throws -> Result? {
    do {
      return try VaultError.translating(file) {
        try queue.writeWithoutTransaction { database in
          try database.execute(sql: "PRAGMA busy_timeout = 0")
          defer {
            let milliseconds = Int(patience * 1000)
            try? database.execute(sql: "PRAGMA busy_timeout = \(milliseconds)")
          }
          var result: Result?
          try database.inTransaction(.immediate) {
            result = try body(database)
            return .commit
          }
          return result
        }
      }
    } catch VaultError.busy {
      return nil
    }
  }
}

/// An error of the vault, as one sentence without secrets.
public enum VaultError: ErrorWithText, Hashable, Sendable, CustomStringConvertible {
  /// Another process used the file for longer than the patience.
  case busy(file: String)
  /// The file cannot be used.
  case io(file: String, what: Text)
  /// A later version of this program made the file.
  case newer(file: String)
  /// A key is malformed: it must have 32 bytes.
  case malformedKey(String)
  /// A value is sealed under a key that is not here.
  case unknownKey(id: String)
  /// A value was changed, or belongs to another company or field.
  case unopenable(field: String)

  /// One sentence: what, where, what to do.
  public var description: String { text.english }

  /// What it comes to for whoever asked.
  public var failure: Failure { if case .busy = self { .busy } else { .io } }

  /// The same in both languages.
  public var text: Text {
    switch self {
    case .busy(let file):
      Text(
        "\(file) is busy: another process is writing to it and did not finish in time; try again.",
        "\(file) är upptagen: en annan process skriver till den och blev inte klar i tid; försök igen."
      )
    case .io(let file, let what):
      Text(
        "\(file) cannot be used: \(what.english).", "\(file) kan inte användas: \(what.swedish).")
    case .newer(let file):
      Text(
        "\(file) was made by a later version of authledger-connect; use that version.",
        "\(file) är gjord av en senare version av authledger-connect; använd den versionen.")
    case .malformedKey(let place):
      Text(
        "\(place) holds no vault key; one is 32 bytes, written as 64 hexadecimal digits.",
        "\(place) innehåller ingen valvnyckel; en sådan är 32 byte, skriven som 64 hexadecimala "
          + "siffror.")
    case .unknownKey(let id):
      Text(
        "A credential is sealed under the key \(id), which is not here; put keys/vault-key back from "
          + "where you keep it, or remove the credential and authorize again.",
        "En inloggningsuppgift är förseglad med nyckeln \(id), som inte finns här; lägg tillbaka "
          + "keys/vault-key därifrån du förvarar den, eller ta bort uppgiften och auktorisera på nytt."
      )
    case .unopenable(let field):
      Text(
        "The sealed \(field) cannot be opened: it was changed, or belongs elsewhere; remove the "
          + "credential and authorize again.",
        "Den förseglade uppgiften \(field) kan inte öppnas: den är ändrad eller hör hemma någon "
          + "annanstans; ta bort uppgiften och auktorisera på nytt.")
    }
  }

  /// True if a value cannot be opened with the keys that are here.
  public var isUnopenable: Bool {
    switch self {
    case .unknownKey, .unopenable: true
    case .busy, .io, .newer, .malformedKey: false
    }
  }

  init(_ error: FileError) {
    self = .io(file: error.path, what: Text(error.what, error.swedish))
  }

  /// Runs file operations; an error of the file system becomes one of the vault.
  static func ofFiles<Result>(
    _ body: @autoclosure () throws(FileError) -> Result
  ) throws(VaultError) -> Result {
    do {
      return try body()
    } catch {
      throw VaultError(error)
    }
  }

  static func translating<Result>(_ file: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as DatabaseError {
      switch error.resultCode {
      case .SQLITE_BUSY, .SQLITE_LOCKED: throw VaultError.busy(file: file)
      default:
        // SQLite says it in English alone.
        let said = error.message ?? "SQLite error"
        throw VaultError.io(file: file, what: Text(said, "SQLite säger ”\(said)”"))
      }
    }
  }
}
