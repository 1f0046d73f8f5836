import Dispatch
import Foundation
import Integrations
import Synchronization

/// One ledger: a directory that holds the event log and what is projected from it.
///
///     let ledger = try Ledger.create(directory)
///     let saved = Configured(transfers: Registers([.customers]), enabled: false)
///     let command = Command(.configured(saved), by: administrator)
///     let appended = try ledger.append([command], to: company)
///     print(appended[0].receipt?.position.description ?? "unchanged")  // #1
///     if let view = try ledger.integration(of: company) {
///       print(view.state.phase(at: view.now))  // configured
///     }
///
/// Positions are gapless and readers always see a prefix of the log: numbers are assigned inside
/// the one write transaction, and every read runs in one snapshot.
///
/// A ledger opened for reading takes no lock and never writes. One opened for writing takes the
/// write lock, which it shares with all other processes, for one transaction at a time.
public final class Ledger: Sendable {
  /// What a ledger is opened for.
  public enum Purpose: Sendable {
    /// Queries only.
    case reading
    /// Queries and appends.
    case writing
  }

  /// The files of its directory.
  package let files: LedgerFiles
  /// Its clock and random numbers.
  package let effects: Effects
  /// Its connections for reading.
  package let reader: Reader
  let writer: Writer?
  let gate: any WriteGate
  let appender = Appender()
  /// What the last append knew of the log; nil if it has to be read again.
  let logCache = Mutex<LogCache?>(nil)
  /// Why appends are refused; nil if the gate is open.
  let refusal: LedgerError?

  init(
    files: LedgerFiles, effects: Effects, reader: Reader, writer: Writer?,
    gate: any WriteGate, refusal: LedgerError? = nil
  ) {
    self.gate = gate
    self.files = files
    self.effects = effects
    self.reader = reader
    self.writer = writer
    self.refusal = refusal
  }

  /// The directory's path.
  public var directory: String { files.directory.path }

  /// Makes an empty ledger and opens it for writing.
  ///
  /// - Parameters:
  ///   - directory: The directory; it is made if it is not there.
  ///   - gate: Decides whether the ledger may be appended to.
  ///   - properties: What is true of the ledger for ever; an origin is made up if none is given.
  ///   - effects: The clock and the random numbers.
  /// - Throws: `LedgerError.exists` if the directory holds a ledger already.
  package static func create(
    _ directory: String, through gate: any WriteGate, properties: [Property: String] = [:],
    effects: Effects = .live
  ) throws -> Ledger {
    let files = LedgerFiles(directory)
    guard try !files.holdsLedger() else { throw LedgerError.exists(directory: directory) }
    try files.make()
    let ledger = try open(files, for: .writing, through: gate, effects: effects)
    try ledger.write { connection in
      try connection.transaction {
        try write(properties, connection)
        return true
      }
    }
    return ledger
  }

  /// Opens the ledger of a directory.
  ///
  /// If the gate is closed, the ledger can be read, and appends throw `LedgerError.guarded`.
  ///
  /// Opening for writing updates projections that another version wrote or that end before the log;
  /// in a ledger opened for reading, queries of them throw `LedgerError.projectionBehind`.
  ///
  /// - Parameter patienceSeconds: How long a write waits for other processes; tests wait less.
  /// - Throws: `LedgerError.missing`, `.foreign`, `.newer`, `.damaged`, `.io` or `.busy`.
  package static func open(
    _ directory: String, for purpose: Purpose, through gate: any WriteGate,
    effects: Effects = .live,
    patienceSeconds: Int = Limits.patienceSeconds, progress: ProgressHandler? = nil
  ) throws -> Ledger {
    let files = LedgerFiles(directory)
    guard try files.holdsLedger() else { throw LedgerError.missing(directory: directory) }
    return try open(
      files, for: purpose, through: gate, effects: effects, patienceSeconds: patienceSeconds,
      progress: progress)
  }

  static func open(
    _ files: LedgerFiles, for purpose: Purpose, through gate: any WriteGate, effects: Effects,
    patienceSeconds: Int = Limits.patienceSeconds, progress: ProgressHandler? = nil
  ) throws -> Ledger {
    try LedgerError.translating(file: files.databasePath) {
      switch purpose {
      case .writing:
        let writer = try Writer(files, patienceSeconds: patienceSeconds)
        let closed = try gate.check(files, writer.reader)
        let ledger = Ledger(
          files: files, effects: effects, reader: writer.reader, writer: writer, gate: gate,
          refusal: closed.map { .guarded(directory: files.directory.path, $0) })
        try ledger.prepareProjections(progress: progress)
        return ledger
      case .reading:
        let reader = try Reader(files.databasePath)
        guard try reader.read({ try Layout.check($0, file: files.databasePath) }) else {
          try reader.close()
          return try open(files, for: .writing, through: gate, effects: effects, progress: progress)
        }
        return Ledger(files: files, effects: effects, reader: reader, writer: nil, gate: gate)
      }
    }
  }

  /// Closes the ledger's files, once appends that wait are finished.
  public func close() throws {
    try LedgerError.translating(file: files.databasePath) {
      if let writer { try writer.close() } else { try reader.close() }
    }
  }

  /// Runs `body` in one snapshot.
  package func read<Result>(_ body: (Connection) throws -> Result) throws -> Result {
    try LedgerError.translating(file: files.databasePath) {
      try reader.read(body)
    }
  }

  /// Runs `body` on the write connection, holding the inter-process write lock.
  ///
  /// The next append reads the log's end again, because `body` may have changed it.
  package func write<Result>(_ body: (Connection) throws -> Result) throws -> Result {
    try exclusively { connection in
      logCache.withLock { $0 = nil }
      return try body(connection)
    }
  }

  /// The same for appends, which keep what they know of the log's end.
  func exclusively<Result>(_ body: (Connection) throws -> Result) throws -> Result {
    guard let writer else {
      throw LedgerError.io(
        file: files.databasePath,
        what: Text("it was opened for reading", "den öppnades för läsning"))
    }
    return try LedgerError.translating(file: files.databasePath) {
      try writer.exclusively(body)
    }
  }
}

/// What is true of a ledger as a whole.
public enum Property: String, CaseIterable, Sendable {
  /// The first part of the names of its trees.
  case origin
  /// `demo` or `sandbox`, if one of them made the ledger; it stays for ever.
  case mark
  /// The number of restores plus 1, which is part of the trees' names; none is stored for 1.
  case epoch
  /// When `backup` made this copy, which is not appended to.
  case backup
  /// The name of the host product; this and what follows is for display, and may change.
  case product
  /// The name of its support.
  case supportName
  /// The address of its support.
  case supportEmail
  /// The address of the pages, as the server was started with it last.
  case publicURL

  /// Those that are only displayed: they may change at any time, and no record speaks of them.
  public static let displayed: Set<Property> = [.product, .supportName, .supportEmail, .publicURL]
}

extension Ledger {
  /// The value of a property; nil if the ledger has none.
  public func property(_ property: Property) throws -> String? {
    try read { try PropertyTable.value(of: property, $0) }
  }
}
