import Encoding
import Foundation
public import Integrations

extension Ledger {
  /// How many records an import into a ledger in use may make: others wait while they are inserted.
  static let importLimit: Int64 = 1_000_000

  /// Imports JSON Lines: all of it or nothing.
  ///
  /// A line with `specversion` is a record, kept byte for byte; any other is an action and goes
  /// through the rules. Everything is validated in a scratch file, while others go on writing, and
  /// then inserted in one transaction. Streams that moved meanwhile are decided again in it.
  ///
  /// - Parameters:
  ///   - source: The lines.
  ///   - actor: Who imports; also who acts if a line does not say.
  ///   - isRehearsal: True to validate everything and insert nothing; the report says what would be.
  ///   - progress: Called with how many bytes are read, and how many there are.
  /// - Throws: `LedgerError.line`, which names the line, or `.importTooLarge`.
  public func importLines(
    from source: ImportSource, by actor: Actor, isRehearsal: Bool = false,
    progress: ProgressHandler? = nil
  ) throws -> ImportReport {
    if let refusal { throw refusal }
    let scratch = try Scratch(files)
    defer { scratch.remove() }
    var importer = Importer(source, by: actor, remembersCompanies: true)
    let base = try read { base in
      try scratch.fill { connection in
        var log = try LogWriter(
          connection, effects: effects, running: Set(Projection.allCases), base: base)
        try importer.importLines(into: &log, limit: Self.importLimit, progress: progress)
        try log.writeStreams()
      }
      return try LogHead(base).position
    }
    guard importer.report.records > 0, !isRehearsal else { return importer.report }
    try write { connection in
      try ScratchMerge.attaching(scratch, connection) { merge in
        let running = try Projection.catchUp(connection)
        try Projection.integrationStatus.requireCurrent(connection)
        let moved = try merge.movedCompanies(after: base)
        if importer.holdsFirstBookkeeping, try LogHead(connection).position != base {
          throw LedgerError.filledMeanwhile(directory: directory)
        }
        try merge.insert(except: moved, running)
        if !moved.isEmpty {
          importer.uncount(moved)
          var log = try LogWriter(connection, effects: effects, running: running)
          try importer.importLines(into: &log, only: moved)
          try log.writeStreams()
        }
        // The directory first: else verification could report the identities as missing for ever.
        try importer.withhold(files, gate)
      }
    }
    return importer.report
  }

  /// Builds a new ledger from JSON Lines, of any number, and puts it in the directory's place.
  ///
  /// It is built in a directory beside it, which is renamed once everything is on the disk.
  ///
  /// - Throws: `LedgerError.exists` if there is a ledger; else as `importLines`.
  package static func create(
    _ directory: String, through gate: any WriteGate, properties: [Property: String] = [:],
    effects: Effects = .live, importing source: ImportSource, by actor: Actor,
    progress: ProgressHandler? = nil
  ) throws -> ImportReport {
    let files = LedgerFiles(directory)
    guard try !files.holdsLedger() else { throw LedgerError.exists(directory: directory) }
    let place = try files.makeBeside(.ledger)
    defer { place.remove() }
    let building = LedgerFiles(place.path)
    var importer = Importer(source, by: actor, remembersCompanies: false)
    try LedgerError.translating(file: building.databasePath) {
      try Scratch.build(building.database) { connection in
        try Self.write(properties, connection)
        let running = try Projection.catchUp(connection)
        var log = try LogWriter(connection, effects: effects, running: running)
        try importer.importLines(into: &log, progress: progress)
        try log.writeStreams()
      }
    }
    try importer.withhold(building, gate)
    try LedgerFiles.sync(building.database)
    try LedgerFiles.sync(building.directory)
    try LedgerError.ofFiles(place.take(placeOf: files.directory.path))
    try LedgerFiles.sync(files.directory.deletingLastPathComponent())
    return importer.report
  }

  /// Writes a new ledger's properties, with a random origin if none is given.
  package static func write(_ properties: [Property: String], _ connection: Connection) throws {
    let named = properties.merging([.origin: madeOrigin()]) { given, _ in given }
    try PropertyTable.insert(named, connection)
  }

  /// A name that no other ledger has (RFC 2606 section 2).
  private static func madeOrigin() -> String {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    return "authledger.invalid/" + String(repeating: "0", count: 16 - digits.count) + digits
  }
}
