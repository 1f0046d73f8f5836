import Integrations
import Transparency

extension LogWriter {
  /// Appends a record of another ledger byte for byte, without asking the rules.
  ///
  /// If this throws, the transaction must be rolled back, because the stream's state is lost.
  ///
  /// - Parameters:
  ///   - hash: The leaf hash of the bytes, whose content passed `Record.Content.checkForeign`.
  ///   - isFirst: True if the ledger was empty, so that it takes another ledger's bookkeeping.
  /// - Returns: False if the record is here already.
  mutating func adopt(
    _ content: Record.Content, bytes: [UInt8], hash: TreeHash, intoEmpty isFirst: Bool
  ) throws -> Bool {
    let stream = try open(content.stream)
    // A record with the next number cannot be here already, so its id need not be looked up.
    if content.sequence.number != stream.size || base != nil, let stored = try find(content.id) {
      guard stored.bytes == bytes else {
        throw LedgerError.idTaken(id: content.id, position: stored.position)
      }
      return false
    }
    try checkNew(content, intoEmpty: isFirst)
    try take(content, bytes: bytes, hash: hash, consume stream)
    return true
  }

  /// Appends a record that was made elsewhere, if it is the next one of its stream.
  mutating func take(
    _ content: Record.Content, bytes: [UInt8], hash: TreeHash, _ stream: consuming OpenStream
  ) throws {
    // Drops the other reference to the states, so that changing them copies nothing.
    streams[content.stream]?.integrations = [:]
    guard content.sequence.number == stream.size else {
      throw LedgerError.conflict(
        company: content.stream, expected: content.sequence.number, found: stream.size)
    }
    if case .action(let action, let provider) = content.what {
      stream.integrations[provider, default: Integration(provider)].evolve(
        action, cited: Citation(sequence: content.sequence, time: content.time))
    }
    stream.size += 1
    do {
      _ = try insert(
        Draft(content: content, bytes: bytes, hash: hash, isRequested: true), stream: stream.id)
    } catch let error where RecordInsertion.isConflict(error) {
      guard let stored = try find(content.id) else { throw error }
      throw LedgerError.idTaken(id: content.id, position: stored.position)
    }
    try store(stream, of: content.stream)
  }

  /// Refuses what an export cannot hold, or what only an empty ledger takes.
  private mutating func checkNew(_ content: Record.Content, intoEmpty isFirst: Bool) throws {
    guard content.time <= content.recordedTime.adding(seconds: Self.clockSkewSeconds) else {
      throw LedgerError.future(time: content.time, now: content.recordedTime)
    }
    let now = effects.now()
    guard content.recordedTime <= now.adding(seconds: Self.clockSkewSeconds) else {
      throw LedgerError.future(time: content.recordedTime, now: now)
    }
    guard case .bookkeeping(let bookkeeping) = content.what else { return }
    guard isFirst || bookkeeping.isVisit else {
      throw RecordError(
        "ledger.\(bookkeeping.name) is what another ledger says of itself, which only an empty ledger "
          + "takes; leave the line out, or build a new ledger with --create",
        "ledger.\(bookkeeping.name) är vad en annan liggare säger om sig själv, vilket bara en tom "
          + "liggare tar emot; utelämna raden, eller bygg en ny liggare med --create")
    }
    try checkCommitment(bookkeeping)
  }

  /// Checks a commitment to the state against the records before it.
  mutating func checkCommitment(_ bookkeeping: Record.Bookkeeping) throws {
    guard let commitment = bookkeeping.commitment, commitment.position.number == position,
      commitment.fingerprint == Projection.integrationStatus.fingerprint
    else { return }
    try writeStreams()
    guard try StatusTable.digest(connection) == commitment.digest else {
      throw RecordError(
        "it commits to another status than the \(position.counted("record")) before it make",
        "den binder ett annat läge än det som \(position.counted("post", "poster")) före den ger")
    }
  }
}
