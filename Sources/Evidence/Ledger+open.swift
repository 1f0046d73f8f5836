public import EventLog
public import Integrations

extension Ledger {
  /// Makes an empty ledger and opens it for writing.
  ///
  /// - Parameters:
  ///   - directory: The directory; it is made if it is not there.
  ///   - properties: What is true of the ledger for ever; an origin is made if none is given.
  ///   - effects: The clock and the random numbers.
  /// - Throws: `LedgerError.exists` if there is a ledger already.
  public static func create(
    _ directory: String, properties: [Property: String] = [:], effects: Effects = .live
  ) throws -> Ledger {
    try create(directory, through: EvidenceGate(), properties: properties, effects: effects)
  }

  /// Builds a new ledger from JSON Lines, of any number, and puts it in the directory's place.
  ///
  /// It is built in a directory beside and renamed when all of it is on the disk.
  ///
  /// - Throws: `LedgerError.exists` if there is a ledger; else as `importLines`.
  public static func create(
    _ directory: String, properties: [Property: String] = [:], effects: Effects = .live,
    importing source: ImportSource, by actor: Actor, progress: ProgressHandler? = nil
  ) throws -> ImportReport {
    try create(
      directory, through: EvidenceGate(), properties: properties, effects: effects,
      importing: source,
      by: actor, progress: progress)
  }

  /// Opens the ledger of a directory.
  ///
  /// A database that does not follow its last checkpoint can be read; what appends to it is
  /// refused with `LedgerError.guarded`.
  ///
  /// Opening for writing brings projections up to date that another version wrote or that end
  /// early; reading from such refuses with `LedgerError.projectionBehind`.
  ///
  /// - Parameter patienceSeconds: How long a write waits for other processes; tests wait less.
  /// - Throws: `LedgerError.missing`, `.foreign`, `.newer`, `.damaged`, `.io` or `.busy`.
  public static func open(
    _ directory: String, for purpose: Purpose, effects: Effects = .live,
    patienceSeconds: Int = 30, progress: ProgressHandler? = nil
  ) throws -> Ledger {
    try open(
      directory, for: purpose, through: EvidenceGate(), effects: effects,
      patienceSeconds: patienceSeconds, progress: progress)
  }
}

/// The gate of every ledger: what is kept outside its database must not speak against it.
struct EvidenceGate: WriteGate {
  func check(_ files: LedgerFiles, _ reader: Reader) throws -> ClosedGate? {
    let state = try Guard.current(files, reader)
    return state.holds ? nil : state.closed
  }

  func withhold(_ identities: [WithheldIdentity], in files: LedgerFiles) throws {
    try PeopleDirectory(making: files).withhold(identities)
  }
}

extension Guard {
  /// The gate that this state closes.
  var closed: ClosedGate { ClosedGate(what: what, remedy: remedy) }
}
