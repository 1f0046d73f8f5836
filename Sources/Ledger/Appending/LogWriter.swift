import GRDB
import Integrations
import Transparency

/// Appends inside one write transaction, and keeps the projections with it.
///
/// Every append first decides and checks everything, and only then writes: a command that is
/// refused leaves nothing, and those beside it in the same commit are not touched by it.
struct LogWriter {
  private let database: Database
  let effects: Effects
  private let running: Set<Projection>
  private(set) var position: Int64
  private var latest: Int64
  private var streams: [Company: OpenStream] = [:]
  /// The streams that this transaction changed.
  private var changed: [Company] = []
  private var nextStream: Int64
  /// The ledger that this one is a continuation of, where records are drafted apart from it.
  private let base: Database?
  /// Inserts a record.
  private let insertion: Statement
  /// Inserts a line of the company log; nil where that projection does not move with the log.
  private let line: Statement?

  /// How many streams are held open; each costs a good kilobyte.
  private static let openStreamLimit = 10_240

  /// A stream as this transaction has it so far.
  struct OpenStream {
    var id: Int64
    var size: Int64
    var integrations: [Provider: Integration]
    var isNew: Bool
    var isChanged = false
    var baseSize: Int64 = 0
  }

  /// - Parameters:
  ///   - running: The projections that are at the log's end and move with it.
  ///   - base: A ledger whose streams go on here: read where this database knows nothing.
  init(
    _ database: Database, effects: Effects, running: Set<Projection>, base: Database? = nil
  ) throws {
    self.database = database
    self.running = running
    self.base = base
    self.effects = effects
    (insertion, line) = try Self.statements(database, running)
    nextStream = try database.withRaw("SELECT coalesce(max(id), 0) + 1 FROM stream") { raw in
      try raw.step() ? raw.integer(0) : 1
    }
    (position, latest) = try Self.head(database)
  }

  /// The log as an earlier transaction of this connection left it, where nobody wrote since.
  init(_ database: Database, effects: Effects, memory: LogMemory) throws {
    self.database = database
    (insertion, line) = try Self.statements(database, memory.running)
    self.effects = effects
    base = nil
    running = memory.running
    position = memory.position
    latest = memory.latest
    nextStream = memory.nextStream
    streams = memory.streams
  }

  private static func statements(
    _ database: Database, _ running: Set<Projection>
  ) throws -> (insertion: Statement, line: Statement?) {
    let insertion = """
      INSERT INTO record (position, stream, sequence, id, attempt, latest, hash, bytes)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """
    return (
      try database.cachedStatement(sql: insertion),
      running.contains(.companyLog)
        ? try database.cachedStatement(sql: CompanyLogTable.insertion()) : nil
    )
  }

  /// What the next transaction of this connection may go on from.
  func memory(version: Int64) -> LogMemory {
    LogMemory(
      version: version, running: running, position: position, latest: latest,
      nextStream: nextStream,
      streams: streams.count > LogMemory.streamLimit ? [:] : streams)
  }

  /// The last position and the latest time up to it.
  static func head(_ database: Database) throws -> (position: Int64, latest: Int64) {
    let sql = "SELECT position, latest FROM record ORDER BY position DESC LIMIT 1"
    return try database.withRaw(sql) { raw in
      try raw.step() ? (raw.integer(0), raw.integer(1)) : (0, .min)
    }
  }

  // MARK: Appending

  /// - Parameter areChecked: Whether `Command.check` was asked of each.
  mutating func append(
    _ commands: [Command], to company: Company, expecting expected: ExpectedSize,
    areChecked: Bool = false
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
        repeated == nil
          ? try draft(command, company, now: now, areChecked, stream: &stream) : [])
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
    try keep(stream, of: company)
    return results
  }

  /// Takes a record as it stands, for instance from an export; the rules are not asked again.
  ///
  /// Where this throws, the transaction must end: what is known of the stream is gone.
  ///
  /// - Parameter hash: The leaf hash of the bytes, whose texts were checked for secrets.
  /// - Returns: whether it is new here.
  mutating func adopt(
    _ content: Record.Content, _ bytes: [UInt8], _ hash: TreeHash
  ) throws -> Bool {
    var stream = try open(content.stream)
    // One that is here already has a smaller number, so nothing is looked up where that is next.
    if content.sequence.number != stream.size || base != nil, let stored = try find(content.id) {
      guard stored.bytes == bytes else {
        throw LedgerError.idTaken(id: content.id, position: stored.position)
      }
      return false
    }
    // What is changed below is held here alone, so that it is not copied first.
    streams[content.stream]?.integrations = [:]
    guard content.time <= content.recordedTime.adding(seconds: Self.clockSkewSeconds) else {
      throw LedgerError.future(time: content.time, now: content.recordedTime)
    }
    guard content.sequence.number == stream.size else {
      throw LedgerError.conflict(
        company: content.stream, expected: content.sequence.number, found: stream.size)
    }
    if case .action(let action, let provider) = content.what {
      stream.integrations[provider, default: Integration()].evolve(
        action, cited: Citation(sequence: content.sequence, time: content.time))
    }
    stream.size += 1
    do {
      _ = try insert(
        Draft(content: content, bytes: bytes, hash: hash, isRequested: true), stream: stream.id)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      guard let stored = try find(content.id) else { throw error }
      throw LedgerError.idTaken(id: content.id, position: stored.position)
    }
    try keep(stream, of: content.stream)
    return true
  }

  /// How far a `time` may lie ahead of the moment it is written at.
  private static let clockSkewSeconds: Int64 = 5 * 60

  /// Asks the rules and encodes what they answer; the stream moves on as if it were written.
  private func draft(
    _ command: Command, _ company: Company, now: Timestamp, _ isChecked: Bool,
    stream: inout OpenStream
  ) throws -> [Draft] {
    var state = stream.integrations[command.provider] ?? Integration()
    let time = command.time ?? now
    guard time <= now.adding(seconds: Self.clockSkewSeconds) else {
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
      let isKnown = isChecked && decision.action == command.action
      if !isKnown { try SecretGuard.check(decision.action) }
      let own = decision.isRequested ? command.id : nil
      let content = Record.Content(
        stream: company, sequence: SequenceNumber(stream.size), id: own ?? effects.id(),
        actor: command.actor, recordedBy: command.recordedBy, time: decision.time ?? time,
        recordedTime: now, what: .action(decision.action, command.provider))
      drafts.append(
        try Draft(content, isRequested: decision.isRequested, isChecked: isKnown))
      state.evolve(
        decision.action, cited: Citation(sequence: content.sequence, time: content.time))
      stream.size += 1
    }
    stream.integrations[command.provider] = state
    return drafts
  }

  /// The first answer to a command whose id is in the log with the same content.
  private func repeated(_ command: Command, _ company: Company) throws -> Appended? {
    guard let id = command.id, let stored = try find(id) else { return nil }
    guard stored.content.says(command, of: company) else {
      throw LedgerError.idTaken(id: id, position: stored.position)
    }
    let receipt = Receipt(
      position: stored.position, sequence: stored.content.sequence, id: id, hash: stored.hash)
    return Appended(receipt: receipt, added: [], isRepeat: true)
  }

  /// The record with an id, here or in the base.
  private func find(_ id: RecordID) throws -> Record? {
    if let record = try Self.find(id, database) { return record }
    return try base.flatMap { try Self.find(id, $0) }
  }

  private static func find(_ id: RecordID, _ database: Database) throws -> Record? {
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
    if let found = try Ledger.stream(of: company, database) {
      let states = try StatusTable.states(of: found.id, database)
      return OpenStream(id: found.id, size: found.size, integrations: states, isNew: false)
    }
    var stream = OpenStream(id: nextStream, size: 0, integrations: [:], isNew: true)
    if let base, let found = try Ledger.stream(of: company, base) {
      stream.size = found.size
      stream.baseSize = found.size
      stream.integrations = try StatusTable.states(of: found.id, base)
    }
    return stream
  }

  /// Keeps what an append made of a stream.
  ///
  /// When many are kept they go to the tables, so that an import of any length stays in bounds.
  mutating func keep(_ stream: OpenStream, of company: Company) throws {
    var stream = stream
    if stream.isNew, streams[company] == nil {
      nextStream += 1
      if base != nil {
        try database.withRaw("INSERT INTO base (stream, size) VALUES (?, ?)") { raw in
          raw.bind(stream.id, at: 1)
          raw.bind(stream.baseSize, at: 2)
          try raw.run()
        }
      }
    }
    stream.isNew = false
    if !stream.isChanged { changed.append(company) }
    stream.isChanged = true
    streams[company] = stream
    if streams.count > Self.openStreamLimit {
      try finish()
      streams.removeAll(keepingCapacity: true)
    }
  }

  // MARK: Writing

  /// Writes one record and its line of the company log.
  mutating func insert(_ draft: Draft, stream: Int64) throws -> Receipt {
    let content = draft.content
    latest = max(latest, content.time.milliseconds)
    let next = position + 1
    try database.withRaw(insertion) { raw in
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
    if let line, case .action(let action, _) = content.what {
      try database.withRaw(line) { try StoredLine(at: next, of: action).insert($0) }
    }
    position = next
    return Receipt(
      position: Position(next), sequence: content.sequence, id: content.id, hash: draft.hash)
  }

  /// Writes the heads of the streams and their status, and moves the projections to the log's end.
  mutating func finish() throws {
    let written = changed.compactMap { company in
      streams[company]?.isChanged = false
      return streams[company].map { (company, $0) }
    }
    changed.removeAll(keepingCapacity: true)
    for (company, stream) in written.sorted(by: { $0.1.id < $1.1.id }) {
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
    }
    try database.withRaw("UPDATE projection SET position = ? WHERE stopped IS NULL") { raw in
      raw.bind(position, at: 1)
      try raw.run()
    }
  }
}
