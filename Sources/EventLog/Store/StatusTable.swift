import GRDB
package import Integrations

/// The rows of `integration_status`.
package enum StatusTable {
  /// The states of one stream's integrations.
  static func states(of stream: Int64, _ connection: Connection) throws -> [Provider: Integration] {
    var states: [Provider: Integration] = [:]
    let sql = "SELECT provider, state FROM integration_status WHERE stream = ?"
    try connection.withRaw(sql) { raw in
      raw.bind(stream, at: 1)
      while try raw.step() {
        guard let provider = Provider(rawValue: raw.text(0)) else { throw unreadable }
        states[provider] = try decode(raw.bytes(1), of: provider)
      }
    }
    return states
  }

  /// The state of one integration; nil if nothing of it is recorded.
  static func state(
    of stream: Int64, _ provider: Provider, _ connection: Connection
  ) throws -> Integration? {
    let sql = "SELECT state FROM integration_status WHERE stream = ? AND provider = ?"
    return try connection.withRaw(sql) { raw in
      raw.bind(stream, at: 1)
      raw.bind(text: provider.rawValue, at: 2)
      return try raw.step() ? try decode(raw.bytes(0), of: provider) : nil
    }
  }

  /// True if a stream has an integration.
  static func hasRow(of stream: Int64, _ connection: Connection) throws -> Bool {
    try connection.withRaw("SELECT 1 FROM integration_status WHERE stream = ? LIMIT 1") { raw in
      raw.bind(stream, at: 1)
      return try raw.step()
    }
  }

  fileprivate static func decode(
    _ bytes: UnsafeRawBufferPointer, of provider: Provider
  ) throws -> Integration {
    guard let state = try? StateReader.decode(bytes, of: provider) else { throw unreadable }
    return state
  }

  fileprivate static var unreadable: DatabaseError {
    DatabaseError(message: "a row of integration_status cannot be read")
  }

  /// A stored row, valid while a query stands on it.
  package struct StoredRow {
    fileprivate let raw: RawStatement
    /// The provider of every row; nil if each row names its own.
    fileprivate let only: Provider?

    /// The number of its stream.
    var stream: Int64 { raw.integer(6) }

    /// True if the clock alone has changed it since its last record.
    func hasPassedDeadline(at now: Timestamp) -> Bool {
      !raw.isNull(3) && now.milliseconds >= raw.integer(3)
    }

    /// How many records the company's stream has.
    func size() throws -> Int64 { try StreamTable.bounded(raw.integer(1)) }

    /// The company of its stream.
    package func company() throws -> Company {
      guard let company = Company(stream: raw.text(0)) else { throw StatusTable.unreadable }
      return company
    }

    /// The provider.
    package func provider() throws -> Provider {
      if let only { return only }
      guard let provider = Provider.table.word(raw.bytes(5)) else { throw StatusTable.unreadable }
      return provider
    }

    /// The stored state.
    package func state() throws -> Integration {
      try StatusTable.decode(raw.bytes(4), of: provider())
    }

    /// The verdict at a time, the stored one until the state's deadline; and the state, if it had to be
    /// decoded for that.
    func verdict(at now: Timestamp) throws -> (VerdictCode, decoded: Integration?) {
      if !hasPassedDeadline(at: now), let verdict = VerdictCode.table.word(raw.bytes(2)) {
        return (verdict, nil)
      }
      let state = try state()
      return (state.verdict(at: now), state)
    }
  }

  /// Every integration, in the order of the companies' ids and then the providers'.
  ///
  /// - Parameters:
  ///   - provider: The only provider asked for; nil for every one.
  ///   - place: The integration after which to begin; nil for the first.
  ///   - body: Returns false to stop.
  package static func forEach(
    of provider: Provider?, after place: StatusQuery.Place? = nil, _ connection: Connection,
    _ body: (StoredRow) throws -> Bool
  ) throws {
    var conditions: [String] = []
    if provider != nil { conditions.append("status.provider = ?1") }
    if place != nil {
      conditions.append("stream.company >= ?2 AND (stream.company, status.provider) > (?2, ?3)")
    }
    let isWanted = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
    let sql = """
      SELECT stream.company, stream.size, status.verdict, status.deadline, status.state,
        status.provider, stream.id
      FROM stream JOIN integration_status AS status ON status.stream = stream.id
      \(isWanted) ORDER BY stream.company, status.provider
      """
    try connection.withRaw(sql) { raw in
      if let provider { raw.bind(text: provider.rawValue, at: 1) }
      if let place {
        raw.bind(text: place.company.id, at: 2)
        raw.bind(text: place.provider.rawValue, at: 3)
      }
      while try raw.step(), try body(StoredRow(raw: raw, only: provider)) {}
    }
  }

  /// The SQL of `write` for the live table.
  private static let writing = writing(into: "integration_status")

  /// The SQL of `write` for a table.
  static func writing(into table: String) -> String {
    """
    INSERT INTO \(table) (stream, provider, verdict, deadline, state) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (stream, provider) DO UPDATE
    SET verdict = excluded.verdict, deadline = excluded.deadline, state = excluded.state
    """
  }

  /// One integration's state, to be written.
  struct Row {
    var stream: Int64
    var provider: Provider
    var state: Integration
  }

  /// Writes the rows of integrations.
  ///
  /// - Parameter sql: `writing(into:)` of another table than the live one.
  static func write(
    _ rows: some Sequence<Row>, _ connection: Connection, by sql: String = writing
  ) throws {
    try connection.withRaw(sql) { raw in
      for row in rows {
        let values = Values(row.state)
        raw.bind(row.stream, at: 1)
        raw.bind(text: Provider.table.bytes(of: row.provider), at: 2)
        raw.bind(text: values.verdict, at: 3)
        if let deadline = values.deadline { raw.bind(deadline, at: 4) } else { raw.bindNull(at: 4) }
        values.state.withUnsafeBytes { raw.bind(blob: $0, at: 5) }
        try raw.run()
      }
    }
  }

  /// The columns of a row that are not its key.
  struct Values: Hashable {
    var verdict: String
    var deadline: Int64?
    var state: [UInt8]

    init(_ state: Integration) {
      // As of a time before every deadline; what the clock changes is computed when the row is
      // read.
      verdict = state.verdict(at: Timestamp(milliseconds: .min)).rawValue
      deadline = state.deadline?.milliseconds
      self.state = StateWriter.encode(state)
    }
  }
}
