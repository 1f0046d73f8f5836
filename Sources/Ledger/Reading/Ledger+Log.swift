import GRDB
public import Integrations

extension Ledger {
  /// One company's log, oldest first, at a moment: every action that has a line in it.
  ///
  /// - Parameter body: Answers false to stop.
  public func forEachLogLine(
    of company: Company, _ provider: Provider = .fortnox, at moment: Moment = .now,
    _ body: (Recorded) throws -> Bool
  ) throws {
    try read { database in
      guard let stream = try Self.stream(of: company, database) else { return }
      try requireCurrent(.companyLog, database)
      _ = try clock(at: moment, database)
      let sql = """
        SELECT record.position, record.bytes FROM record
        JOIN company_log ON company_log.position = record.position
        WHERE record.stream = ? AND record.position <= ? ORDER BY record.sequence
        """
      try database.withRaw(sql) { raw in
        raw.bind(stream.id, at: 1)
        raw.bind(moment.lastPosition, at: 2)
        while try raw.step() {
          let record = try Record(position: Position(raw.integer(0)), stored: raw.bytes(1))
          if case .time(let time) = moment, record.content.time > time { return }
          guard let recorded = record.recorded, recorded.provider == provider else { continue }
          guard try body(recorded) else { return }
        }
      }
    }
  }

  /// The actions with these numbers in a company's stream, in order: what an explanation cites.
  public func records(
    of company: Company, _ sequences: [SequenceNumber]
  ) throws -> [Recorded] {
    try read { try records(of: company, sequences, $0) }
  }

  func records(
    of company: Company, _ sequences: [SequenceNumber], _ database: Database
  ) throws -> [Recorded] {
    guard let stream = try Self.stream(of: company, database) else { return [] }
    let sql = "SELECT position, bytes FROM record WHERE stream = ? AND sequence = ?"
    return try database.withRaw(sql) { raw in
      try Set(sequences).sorted().compactMap { sequence in
        raw.reset()
        raw.bind(stream.id, at: 1)
        raw.bind(sequence.number, at: 2)
        guard try raw.step() else { return nil }
        return try Record(position: Position(raw.integer(0)), stored: raw.bytes(1)).recorded
      }
    }
  }
}
