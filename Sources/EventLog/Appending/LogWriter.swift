import Integrations
import Transparency

/// Appends records inside one write transaction, and updates the projections with them.
///
/// An append is decided and checked as a whole before anything is written: a refused one leaves
/// nothing behind, and does not affect the others in the same commit.
package struct LogWriter {
  let connection: Connection
  let effects: Effects
  let running: Set<Projection>
  /// The position of the last record.
  package var position: Int64
  /// The latest `time` of all records, in milliseconds.
  var latest: Int64
  var streams: [Company: OpenStream] = [:]
  /// The streams that this transaction changed.
  var changed: [Company] = []
  var nextStream: Int64
  /// The ledger that an import's scratch file continues; nil when the ledger itself is written.
  let base: Connection?
  /// Inserts a record.
  let insertion: RecordInsertion
  /// Inserts a line of the company log; nil if that projection stopped.
  let line: LineInsertion?

  /// How many streams are kept in memory, at more than a kilobyte each.
  static let openStreamLimit = 10_240

  /// A stream as this transaction has it so far.
  struct OpenStream {
    var id: Int64
    var size: Int64
    var integrations: [Provider: Integration]
    var isNew: Bool
    var isChanged = false
    var baseSize: Int64 = 0
  }

  /// A writer for the transaction that the connection is in.
  ///
  /// - Parameters:
  ///   - running: The projections that are at the log's end and move with it.
  ///   - base: The ledger whose streams are continued here, read for what this database lacks.
  package init(
    _ connection: Connection, effects: Effects, running: Set<Projection>, base: Connection? = nil
  ) throws {
    self.connection = connection
    self.running = running
    self.base = base
    self.effects = effects
    insertion = try RecordInsertion(connection)
    line = try running.contains(.companyLog) ? LineInsertion(connection) : nil
    nextStream = try StreamTable.nextID(connection)
    let head = try LogHead(connection)
    (position, latest) = (head.position, head.latest)
  }

  /// A writer that starts from what an earlier transaction of this connection knew.
  init(_ connection: Connection, effects: Effects, cache: LogCache) throws {
    self.connection = connection
    insertion = try RecordInsertion(connection)
    line = try cache.running.contains(.companyLog) ? LineInsertion(connection) : nil
    self.effects = effects
    base = nil
    running = cache.running
    position = cache.position
    latest = cache.latest
    nextStream = cache.nextStream
    streams = cache.streams
  }

  /// What the next transaction of this connection can start from.
  func cache(version: Int64) -> LogCache {
    LogCache(
      version: version, running: running, position: position, latest: latest,
      nextStream: nextStream,
      streams: streams.count > LogCache.streamLimit ? [:] : streams)
  }

  // MARK: Appending

  /// Decides and writes the commands of one append: all of them or none.
  ///
  /// - Throws: `LedgerError`, before anything is written.
  mutating func append(
    _ commands: [CheckedCommand], to company: Company, expecting expected: ExpectedSize
  ) throws -> [Appended] {
    let repeats = try commands.map { try repeated($0, company) }
    if repeats.allSatisfy({ $0 != nil }) { return repeats.compactMap(\.self) }

    var stream = try open(company)
    try check(expected, company, stream)
    let now = effects.now()
    var drafts: [[Draft]] = []
    for (command, repeated) in zip(commands, repeats) {
      let isThere = try repeated != nil || isDrafted(command, company, among: drafts)
      drafts.append(isThere ? [] : try draft(command, of: company, now: now, stream: &stream))
    }
    var results: [Appended] = []
    for (index, drafts) in drafts.enumerated() {
      if let repeated = repeats[index] {
        results.append(repeated)
        continue
      }
      if let id = commands[index].command.id,
        let twin = results.first(where: { $0.receipt?.id == id })
      {
        results.append(Appended(receipt: twin.receipt, added: [], isRepeat: true))
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
    try store(stream, of: company)
    return results
  }

  /// How far a `time` may lie ahead of the clock.
  static let clockSkewSeconds: Int64 = 5 * 60

  /// Asks the rules, encodes what they decide, and updates `stream` as if it were written.
  private func draft(
    _ checked: CheckedCommand, of company: Company, now: Timestamp, stream: inout OpenStream
  ) throws -> [Draft] {
    let command = checked.command
    var state = stream.integrations[command.provider] ?? Integration(command.provider)
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
      let action =
        decision.action == command.action ? checked.action : try CheckedAction(decision.action)
      let own = decision.isRequested ? command.id : nil
      let content = Record.Content(
        stream: company, sequence: SequenceNumber(stream.size), id: own ?? effects.id(),
        actor: command.actor, recordedBy: command.recordedBy, time: decision.time ?? time,
        recordedTime: now, what: .action(action.action, command.provider))
      drafts.append(try Draft(content, action, isRequested: decision.isRequested))
      state.evolve(
        decision.action, cited: Citation(sequence: content.sequence, time: content.time))
      stream.size += 1
    }
    stream.integrations[command.provider] = state
    return drafts
  }

  /// True if an earlier command of the same append has this id and says the same.
  private func isDrafted(
    _ command: CheckedCommand, _ company: Company, among drafts: [[Draft]]
  ) throws -> Bool {
    guard let id = command.command.id,
      let (offset, twin) = drafts.joined().enumerated().first(where: { $0.1.content.id == id })
    else { return false }
    let isSame = twin.data.withUnsafeBytes { data in
      command.matches(twin.content, data: data, of: company)
    }
    guard isSame else {
      throw LedgerError.idTaken(id: id, position: Position(position + Int64(offset) + 1))
    }
    return true
  }

  /// The first receipt of a command whose id is in the log with the same content; nil if it is new.
  private func repeated(_ command: CheckedCommand, _ company: Company) throws -> Appended? {
    guard let id = command.command.id, let stored = try find(id) else { return nil }
    let isSame = try stored.bytes.withUnsafeBytes { bytes in
      command.matches(stored.content, data: try RecordView(bytes).data, of: company)
    }
    guard isSame else { throw LedgerError.idTaken(id: id, position: stored.position) }
    let receipt = Receipt(
      position: stored.position, sequence: stored.content.sequence, id: id, hash: stored.hash)
    return Appended(receipt: receipt, added: [], isRepeat: true)
  }

  /// The record with an id, here or in the base; nil if there is none.
  func find(_ id: RecordID) throws -> Record? {
    if let record = try RecordTable.find(id, connection) { return record }
    return try base.flatMap { try RecordTable.find(id, $0) }
  }
}
