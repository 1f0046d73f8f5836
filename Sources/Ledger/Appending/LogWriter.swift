import GRDB
import Integrations

/// Appends inside one write transaction, and keeps the projections with it.
///
/// Every append first decides and checks everything, and only then writes: a command that is
/// refused leaves nothing, and those beside it in the same commit are not touched by it.
struct LogWriter {
  private let database: Database
  private let effects: Effects
  private let running: Set<Projection>
  private(set) var position: Int64
  private var latest: Int64
  private var streams: [Company: OpenStream] = [:]

  /// A stream as this transaction has it so far.
  struct OpenStream {
    var id: Int64
    var size: Int64
    var integrations: [Provider: Integration]
    var isStored: Bool
  }

  /// A record that is decided and encoded, and not yet written.
  struct Draft {
    var content: Record.Content
    var bytes: [UInt8]
    var hash: RecordHash
    var isRequested: Bool
  }

  /// - Parameter running: The projections that are at the log's end and move with it.
  init(_ database: Database, effects: Effects, running: Set<Projection>) throws {
    self.database = database
    self.running = running
    self.effects = effects
    (position, latest) = try Self.head(database)
  }

  /// The last position and the latest time up to it.
  static func head(_ database: Database) throws -> (position: Int64, latest: Int64) {
    let sql = "SELECT position, latest FROM record ORDER BY position DESC LIMIT 1"
    return try database.withRaw(sql) { raw in
      try raw.step() ? (raw.integer(0), raw.integer(1)) : (0, .min)
    }
  }

  // MARK: Appending

  mutating func append(
    _ commands: [Command], to company: Company, expecting expected: ExpectedSize
  ) throws -> [Appended] {
    let repeats = try commands.map { try repeated($0, company) }
    if repeats.allSatisfy({ $0 != nil }) { return repeats.compactMap(\.self) }

    var stream = try open(company)
    if case .exactly(let size) = expected, size != stream.size {
      throw LedgerError.conflict(company: company, expected: size, found: stream.size)
    }
    let now = effects.now()
    var drafts: [[Draft]] = []
    for (command, repeated) in zip(commands, repeats) {
      drafts.append(
        repeated == nil ? try draft(command, company, now: now, stream: &stream) : [])
    }
    var results: [Appended] = []
    for (drafts, repeated) in zip(drafts, repeats) {
      if let repeated {
        results.append(repeated)
        continue
      }
      var receipt: Receipt?
      var added: [Receipt] = []
      for draft in drafts {
        let written = try insert(draft, stream: stream.id)
        if draft.isRequested { receipt = written } else { added.append(written) }
      }
      results.append(Appended(receipt: receipt, added: added, isRepeat: false))
    }
    streams[company] = stream
    return results
  }

  /// Asks the rules and encodes what they answer; the stream moves on as if it were written.
  private func draft(
    _ command: Command, _ company: Company, now: Timestamp, stream: inout OpenStream
  ) throws -> [Draft] {
    var state = stream.integrations[command.provider] ?? Integration()
    let time = command.time ?? now
    guard time <= now.adding(seconds: 5 * 60) else {
      throw LedgerError.future(time: time, now: now)
    }
    let decisions: [Decision]
    do {
      decisions = try state.decide(command.action, at: time)
    } catch {
      throw LedgerError.rejected(error)
    }
    var drafts: [Draft] = []
    for decision in decisions {
      try SecretGuard.check(decision.action)
      let own = decision.isRequested ? command.id : nil
      let content = Record.Content(
        stream: company, sequence: SequenceNumber(stream.size), id: own ?? effects.id(),
        actor: command.actor, recordedBy: command.recordedBy, time: decision.time ?? time,
        recordedTime: now, what: .action(decision.action, command.provider))
      drafts.append(try Draft(content, isRequested: decision.isRequested))
      state.evolve(
        decision.action, cited: Citation(sequence: content.sequence, time: content.time))
      stream.size += 1
    }
    stream.integrations[command.provider] = state
    return drafts
  }

  /// The first answer to a command whose id is in the log with the same content.
  private func repeated(_ command: Command, _ company: Company) throws -> Appended? {
    guard let id = command.id, let stored = try Self.find(id, database) else { return nil }
    guard stored.content.says(command, of: company) else {
      throw LedgerError.idTaken(id: id, position: stored.position)
    }
    let receipt = Receipt(
      position: stored.position, sequence: stored.content.sequence, id: id, hash: stored.hash)
    return Appended(receipt: receipt, added: [], isRepeat: true)
  }

  static func find(_ id: RecordID, _ database: Database) throws -> Record? {
    try database.withRaw("SELECT position, bytes FROM record WHERE id = ?") { raw in
      id.withBytes { raw.bind(blob: $0, at: 1) }
      guard try raw.step() else { return nil }
      return try Record(position: Position(raw.integer(0)), stored: raw.bytes(1))
    }
  }

  // MARK: Streams

  /// A stream with the state of its integrations.
  mutating func open(_ company: Company) throws -> OpenStream {
    if let stream = streams[company] { return stream }
    let sql = "SELECT id, size FROM stream WHERE company = ?"
    let found: (Int64, Int64)? = try database.withRaw(sql) { raw in
      raw.bind(text: company.id, at: 1)
      return try raw.step() ? (raw.integer(0), raw.integer(1)) : nil
    }
    guard let (id, size) = found else {
      let last = try Int64.fetchOne(database, sql: "SELECT max(id) FROM stream") ?? 0
      let fresh = streams.values.lazy.filter { !$0.isStored }.count
      return OpenStream(id: last + Int64(fresh) + 1, size: 0, integrations: [:], isStored: false)
    }
    let states = try StatusTable.states(of: id, database)
    return OpenStream(id: id, size: size, integrations: states, isStored: true)
  }

  // MARK: Writing

  /// Writes one record and its line of the company log.
  mutating func insert(_ draft: Draft, stream: Int64) throws -> Receipt {
    let content = draft.content
    latest = max(latest, content.time.milliseconds)
    let next = position + 1
    let sql = """
      INSERT INTO record (position, stream, sequence, id, attempt, latest, hash, bytes)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """
    try database.withRaw(sql) { raw in
      raw.bind(next, at: 1)
      raw.bind(stream, at: 2)
      raw.bind(content.sequence.number, at: 3)
      content.id.withBytes { raw.bind(blob: $0, at: 4) }
      if case .action(let action, _) = content.what, let attempt = action.attempt {
        attempt.withBytes { raw.bind(blob: $0, at: 5) }
      } else {
        raw.bindNull(at: 5)
      }
      raw.bind(latest, at: 6)
      draft.hash.withBytes { raw.bind(blob: $0, at: 7) }
      draft.bytes.withUnsafeBytes { raw.bind(blob: $0, at: 8) }
      try raw.run()
    }
    if running.contains(.companyLog), case .action(let action, _) = content.what {
      try CompanyLogTable.insert(action, at: next, database)
    }
    position = next
    return Receipt(
      position: Position(next), sequence: content.sequence, id: content.id, hash: draft.hash)
  }

  /// Writes the heads of the streams and their status, and moves the projections to the log's end.
  mutating func finish() throws {
    for (company, stream) in streams.sorted(by: { $0.value.id < $1.value.id }) {
      let sql = """
        INSERT INTO stream (id, company, size) VALUES (?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET size = excluded.size
        """
      try database.withRaw(sql) { raw in
        raw.bind(stream.id, at: 1)
        raw.bind(text: company.id, at: 2)
        raw.bind(stream.size, at: 3)
        try raw.run()
      }
      for (provider, state) in stream.integrations where running.contains(.integrationStatus) {
        try StatusTable.write(state, of: stream.id, provider, database)
      }
      streams[company]?.isStored = true
    }
    try database.withRaw("UPDATE projection SET position = ? WHERE stopped IS NULL") { raw in
      raw.bind(position, at: 1)
      try raw.run()
    }
  }
}

extension LogWriter.Draft {
  init(_ content: Record.Content, isRequested: Bool) throws(LedgerError) {
    let bytes = content.encoded()
    // What is written must be readable by the one decode path, whatever the caller built.
    do {
      _ = try bytes.withUnsafeBytes { buffer in
        try RecordView(buffer).action()
      }
    } catch {
      throw .unfit(what: "\(error)")
    }
    self.init(
      content: content, bytes: bytes, hash: RecordHash(of: bytes), isRequested: isRequested)
  }
}

extension Record.Content {
  /// Whether this record says what a command wishes to say, its own time and number apart.
  fileprivate func says(_ command: Command, of company: Company) -> Bool {
    stream == company && what == .action(command.action, command.provider)
      && actor == command.actor && (command.time == nil || command.time == time)
  }
}

extension Identifier {
  /// The 16 bytes, big-endian.
  package func withBytes<Result>(
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { try body($0) }
  }

  /// An identifier as stored: 16 bytes.
  package init?(stored bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 16 else { return nil }
    self.init(
      high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
      low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
  }
}

extension Record {
  /// A record as the database gave it.
  init(position: Position, stored bytes: UnsafeRawBufferPointer) throws(LedgerError) {
    do throws(RecordError) {
      try self.init(position: position, bytes: Array(bytes))
    } catch {
      throw .unreadable(position: position, what: error.what)
    }
  }
}
