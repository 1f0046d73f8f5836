import Integrations

/// What an import did.
public struct ImportReport: Hashable, Sendable {
  /// How many lines were read, not counting blank ones.
  public internal(set) var lines: Int64 = 0
  /// How many records were written.
  public internal(set) var records: Int64 = 0
  /// How many of them the rules added.
  public internal(set) var added: Int64 = 0
  /// How many lines changed nothing, so that nothing was recorded.
  public internal(set) var unchanged: Int64 = 0
  /// How many lines were in the log already, by their ids.
  public internal(set) var repeats: Int64 = 0

  mutating func add(_ other: ImportReport, times factor: Int64) {
    lines += factor * other.lines
    records += factor * other.records
    added += factor * other.added
    unchanged += factor * other.unchanged
    repeats += factor * other.repeats
  }
}

/// Appends lines to a log one after another, and counts them.
struct Importer {
  private let source: ImportSource
  private let actor: Actor
  private let remembersCompanies: Bool
  private(set) var report = ImportReport()
  private var reports: [Company: ImportReport] = [:]
  /// True if there was a record that only an empty ledger takes.
  private(set) var holdsFirstBookkeeping = false
  /// The identities that imported records commit to.
  private var withheld: [WithheldIdentity] = []

  /// An importer that has not begun.
  ///
  /// - Parameter remembersCompanies: True if `uncount` may be called, which takes a count per
  ///   company.
  init(_ source: ImportSource, by actor: Actor, remembersCompanies: Bool) {
    self.source = source
    self.actor = actor
    self.remembersCompanies = remembersCompanies
  }

  /// Appends every line, or those of some companies.
  ///
  /// - Parameters:
  ///   - log: Where the records go.
  ///   - companies: Only these; nil for all.
  ///   - limit: The most records that may be written.
  mutating func importLines(
    into log: inout LogWriter, only companies: Set<Company>? = nil, limit: Int64 = .max,
    progress: ProgressHandler? = nil
  ) throws {
    let total = source.size
    // Bookkeeping of another ledger goes into an empty one only.
    let before = try log.base.map { try LogHead($0).position } ?? log.position
    let isFirst = before == 0
    try ParsedLines.read(source, by: actor) { line in
      if line.number % 8192 == 0 { progress?(line.done, total) }
      try LedgerError.naming(line: line.number, of: source.name) {
        try importLine(line.content.get(), into: &log, only: companies, isFirst: isFirst)
      }
      guard report.records <= limit else { throw LedgerError.importTooLarge(limit: Int(limit)) }
    }
  }

  private mutating func importLine(
    _ line: ParsedLine.Content, into log: inout LogWriter, only companies: Set<Company>?,
    isFirst: Bool
  ) throws {
    switch line {
    case .record(let content, let bytes, let hash):
      if let companies, !companies.contains(content.stream) { return }
      let isNew = try log.adopt(content, bytes: bytes, hash: hash, intoEmpty: isFirst)
      if isNew, case .bookkeeping(let bookkeeping) = content.what {
        holdsFirstBookkeeping = holdsFirstBookkeeping || !bookkeeping.isVisit
        withheld += bookkeeping.introducedIdentities(in: content.stream)
      }
      count(content.stream, records: isNew ? 1 : 0, added: 0, isRepeat: !isNew)
    case .action(let command, let company):
      if let companies, !companies.contains(company) { return }
      let appended = try log.append([command], to: company, expecting: .any)
      for appended in appended {
        let added = Int64(appended.added.count)
        count(
          company, records: appended.isRepeat ? 0 : (appended.receipt == nil ? 0 : 1) + added,
          added: added, isRepeat: appended.isRepeat)
      }
    }
  }

  private mutating func count(
    _ company: Company, records: Int64, added: Int64, isRepeat: Bool
  ) {
    var line = ImportReport()
    line.lines = 1
    line.records = records
    line.added = added
    line.repeats = isRepeat ? 1 : 0
    line.unchanged = !isRepeat && records == 0 ? 1 : 0
    report.add(line, times: 1)
    if remembersCompanies { reports[company, default: ImportReport()].add(line, times: 1) }
  }

  /// Subtracts some companies' lines from the report, because they will be imported again.
  mutating func uncount(_ companies: Set<Company>) {
    for company in companies {
      if let counted = reports.removeValue(forKey: company) { report.add(counted, times: -1) }
    }
  }

  /// Passes the identities, which come without disclosures, to the gate.
  func withhold(_ files: LedgerFiles, _ gate: any WriteGate) throws {
    guard !withheld.isEmpty else { return }
    try gate.withhold(withheld, in: files)
  }
}
