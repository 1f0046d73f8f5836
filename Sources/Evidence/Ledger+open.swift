public import EventLog
public import Integrations

/// How a ledger is made and opened, with what is signed and proved of it.
///
///     let ledger = try Ledger.open(directory, for: .writing)
///     try ledger.publish()
///     print(try ledger.verify().agrees)  // true
///     let record = try ledger.records(RecordQuery(of: company))[0]
///     let proof = try ledger.proof(of: company, record.content.sequence)
///     let key = try ledger.keyHistory(of: ledger.origin(of: company)).signing[0]
///     let text = proof?.description ?? ""
///     print(try RecordProof(Array(text.utf8), of: record.bytes, by: [key]).index)  // 0
///
/// The last line needs nothing of the ledger but the record, the proof and the public key.
extension Ledger {
  /// Makes an empty ledger and opens it for writing.
  ///
  /// - Parameters:
  ///   - directory: The directory; it is made if it is not there.
  ///   - properties: What is true of the ledger for ever; an origin is made up if none is given.
  ///   - effects: The clock and the random numbers.
  /// - Throws: `LedgerError.exists` if there is a ledger already.
  public static func create(
    _ directory: String, properties: [Property: String] = [:], effects: Effects = .live
  ) throws -> Ledger {
    try create(directory, through: EvidenceGate(), properties: properties, effects: effects)
  }

  /// Builds a new ledger from JSON Lines, of any number, and puts it in the directory's place.
  ///
  /// It is built in a directory beside it, which is renamed once everything is on the disk.
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
  /// If the database contradicts the files outside it (`Guard`), the ledger can be read, and
  /// appends throw `LedgerError.guarded`.
  ///
  /// Opening for writing updates projections that another version wrote or that end before the log;
  /// in a ledger opened for reading, queries of them throw `LedgerError.projectionBehind`.
  ///
  /// - Parameter patienceSeconds: How long a write waits for other processes; tests wait less.
  /// - Throws: `LedgerError.missing`, `.foreign`, `.newer`, `.damaged`, `.io` or `.busy`.
  public static func open(
    _ directory: String, for purpose: Purpose, effects: Effects = .live,
    patienceSeconds: Int = Limits.patienceSeconds, progress: ProgressHandler? = nil
  ) throws -> Ledger {
    try open(
      directory, for: purpose, through: EvidenceGate(), effects: effects,
      patienceSeconds: patienceSeconds, progress: progress)
  }
}

/// The gate of every ledger: open if the files outside the database agree with it.
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
  /// Why this state closes the gate.
  var closed: ClosedGate { ClosedGate(what: what, remedy: remedy) }
}
