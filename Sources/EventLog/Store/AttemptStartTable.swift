import Integrations

/// The rows of `attempt_start`: attempts by the user who started them.
package enum AttemptStartTable {
  /// How many attempts of one user are looked at, so that an accountant with thousands of companies costs
  /// no more than this.
  private static let limit = 500

  /// The latest consent that the user who started an attempt gave for another company.
  ///
  /// - Parameters:
  ///   - attempt: The attempt; who approves is known by who started it.
  ///   - after: Only consents recorded after this position count.
  ///   - before: Only consents recorded before this position count.
  static func latestConsent(
    likeThatOf attempt: AttemptID, with provider: Provider, after: Position, before: Position,
    _ connection: Connection
  ) throws -> ConsentElsewhere? {
    guard try exists(connection), let own = try start(of: attempt, connection) else { return nil }
    let sql = """
      SELECT record.stream, record.bytes FROM attempt_start JOIN record USING (position)
      WHERE actor = ? AND position < ? ORDER BY position DESC LIMIT \(limit)
      """
    return try connection.withRaw(sql) { raw in
      own.actor.withUnsafeBytes { raw.bind(blob: $0, at: 1) }
      raw.bind(before.number, at: 2)
      var latest: ConsentElsewhere?
      while try raw.step() {
        guard raw.integer(0) != own.stream, let (view, action) = read(raw),
          view.provider == provider, let id = action.attempt,
          let consent = try consent(of: id, from: after, to: before, connection)
        else { continue }
        if latest.map({ $0.position < consent.position }) ?? true { latest = consent }
      }
      return latest
    }
  }

  /// Who started an attempt, as the table has it, and in which stream; nil for one that no company's
  /// administrator started, since nobody knows then who approved.
  private static func start(
    of attempt: AttemptID, _ connection: Connection
  ) throws -> (stream: Int64, actor: [UInt8])? {
    let sql = "SELECT stream, bytes FROM record WHERE attempt = ? ORDER BY position LIMIT 1"
    return try connection.withRaw(sql) { raw in
      attempt.withBytes { raw.bind(blob: $0, at: 1) }
      guard try raw.step() else { return nil }
      guard let (view, action) = read(raw), case .authorizeStarted = action,
        view.role == .administrator
      else { return nil }
      return (raw.integer(0), Array(view.actor))
    }
  }

  /// The consent that an attempt left, if it was recorded between two positions.
  private static func consent(
    of attempt: AttemptID, from after: Position, to before: Position, _ connection: Connection
  ) throws -> ConsentElsewhere? {
    let sql = """
      SELECT position, bytes FROM record WHERE attempt = ? AND position > ? AND position < ?
      ORDER BY position
      """
    return try connection.withRaw(sql) { raw in
      attempt.withBytes { raw.bind(blob: $0, at: 1) }
      raw.bind(after.number, at: 2)
      raw.bind(before.number, at: 3)
      while try raw.step() {
        guard let (view, action) = read(raw), action.attempt == attempt else { continue }
        switch action {
        case .approved(let data) where data.via == .consent, .reauthorized(let data):
          return ConsentElsewhere(position: Position(raw.integer(0)), time: view.time)
        default: continue
        }
      }
      return nil
    }
  }

  /// The action whose record is the second column.
  ///
  /// - Returns: Nil if it cannot be read; that is for verification to report, and no reason to explain
  ///   nothing of another company.
  private static func read(_ raw: RawStatement) -> (view: RecordView, action: Action)? {
    guard let (view, action) = try? RecordView.read(raw.bytes(1)), let action else { return nil }
    return (view, action)
  }

  /// The actor of a record that starts an attempt, as the table has it; nil for other records.
  static func actor(in bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    guard ActionName.endings.word(endOf: bytes) == .authorizeStarted else { return nil }
    let start = #"{"authid":""#.utf8.count
    guard bytes.count > start, let end = bytes[start...].firstIndex(of: UInt8(ascii: "\""))
    else { return nil }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
  }

  /// An actor as two numbers, which nobody can find another actor for.
  static func bits(of actor: UnsafeRawBufferPointer) -> (UInt64, UInt64) {
    func hash(_ salt: UInt8) -> UInt64 {
      var hasher = Hasher()
      hasher.combine(salt)
      hasher.combine(bytes: actor)
      return UInt64(bitPattern: Int64(hasher.finalize()))
    }
    return (hash(0), hash(1))
  }

  /// False in a ledger of an older layout, which is read without being changed.
  package static func exists(_ connection: Connection) throws -> Bool {
    try connection.withRaw("SELECT 1 FROM sqlite_schema WHERE name = 'attempt_start'") {
      try $0.step()
    }
  }
}
