import Encoding
import Foundation
import GRDB
public import Integrations

extension Ledger {
  /// How many records an import into a ledger in use may make: others wait while they are inserted.
  public static let importLimit: Int64 = 1_000_000

  /// Imports JSON Lines: all of it or nothing.
  ///
  /// A line with `specversion` is a record, kept byte for byte; any other is an action and goes
  /// through the rules. Everything is validated in a scratch file, while others go on writing, and
  /// then inserted in one transaction. Streams that moved meanwhile are decided anew in it.
  ///
  /// - Parameters:
  ///   - source: The lines.
  ///   - actor: Who imports; also who acts where a line does not say.
  ///   - progress: Told how many bytes are read.
  /// - Throws: `LedgerError.line`, which names the line, or `.importTooLarge`.
  public func importLines(
    from source: ImportSource, by actor: Actor, progress: Progress? = nil
  ) throws -> ImportReport {
    if let refusal { throw refusal }
    let scratch = try Scratch(files)
    defer { scratch.remove() }
    var importer = Importer(source, by: actor, remembersCompanies: true)
    let base = try read { base in
      try scratch.fill { database in
        var log = try LogWriter(
          database, effects: effects, running: Set(Projection.allCases), base: base)
        try importer.takeLines(into: &log, limit: Self.importLimit, progress: progress)
        try log.finish()
      }
      return try LogWriter.head(base).position
    }
    guard importer.report.records > 0 else { return importer.report }
    try write { database in
      try database.execute(
        sql: "ATTACH DATABASE ? AS scratch", arguments: [scratch.path])
      defer { try? database.execute(sql: "DETACH DATABASE scratch") }
      try database.inTransaction(.immediate) {
        let running = try Projection.catchUp(database)
        try requireCurrent(.integrationStatus, database)
        let merge = ScratchMerge(database)
        let moved = try merge.movedCompanies(after: base)
        if importer.holdsFirstBookkeeping, try LogWriter.head(database).position != base {
          throw LedgerError.filledMeanwhile(directory: directory)
        }
        try merge.insert(except: moved, running)
        if !moved.isEmpty {
          importer.forget(moved)
          var log = try LogWriter(database, effects: effects, running: running)
          try importer.takeLines(into: &log, only: moved)
          try log.finish()
        }
        // First the directory: an identity that nothing explains would be an alarm for ever.
        try importer.withhold(files)
        return .commit
      }
    }
    return importer.report
  }

  /// Builds a new ledger from JSON Lines, of any number, and puts it in the directory's place.
  ///
  /// It is built in a directory beside and renamed when all of it is on the disk.
  ///
  /// - Throws: `LedgerError.exists` where there is a ledger; else as `importLines`.
  public static func create(
    _ directory: String, properties: [Property: String] = [:], effects: Effects = .live,
    importing source: ImportSource, by actor: Actor, progress: Progress? = nil
  ) throws -> ImportReport {
    let files = LedgerFiles(directory)
    guard try !files.holdsLedger() else { throw LedgerError.exists(directory: directory) }
    let place = try files.makeBeside(.ledger)
    defer { place.remove() }
    let building = LedgerFiles(place.path)
    var importer = Importer(source, by: actor, remembersCompanies: false)
    try LedgerError.translating(file: building.databasePath) {
      try Scratch.build(building.database) { database in
        try Self.write(properties, database)
        let running = try Projection.catchUp(database)
        var log = try LogWriter(database, effects: effects, running: running)
        try importer.takeLines(into: &log, progress: progress)
        try log.finish()
      }
    }
    try importer.withhold(building)
    try LedgerFiles.sync(building.database)
    try LedgerFiles.sync(building.directory)
    try LedgerError.ofFiles(place.take(placeOf: files.directory.path))
    try LedgerFiles.sync(files.directory.deletingLastPathComponent())
    return importer.report
  }

  static func write(_ properties: [Property: String], _ database: Database) throws {
    let named = properties.merging([.origin: madeOrigin()]) { given, _ in given }
    for (property, value) in named {
      try database.execute(
        sql: "INSERT INTO property (name, value) VALUES (?, ?)",
        arguments: [property.rawValue, value])
    }
  }

  /// A name that nobody else has, for those who give none (RFC 2606 section 2).
  private static func madeOrigin() -> String {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    return "authledger.invalid/" + String(repeating: "0", count: 16 - digits.count) + digits
  }
}
