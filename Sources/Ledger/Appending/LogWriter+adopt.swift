import GRDB
import Integrations
import Transparency

extension LogWriter {
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
      stream.integrations[provider, default: Integration(provider)].evolve(
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
}
