import Integrations
import Transparency

/// The streams that a transaction holds open, and what it writes.
extension LogWriter {
  /// A company's stream with the states of its integrations; a new one if it has no record yet.
  mutating func open(_ company: Company) throws -> OpenStream {
    if let stream = streams[company] { return stream }
    if let found = try StreamTable.find(company, connection) {
      let states = try StatusTable.states(of: found.id, connection)
      return OpenStream(id: found.id, size: found.size, integrations: states, isNew: false)
    }
    var stream = OpenStream(id: nextStream, size: 0, integrations: [:], isNew: true)
    if let base, let found = try StreamTable.find(company, base) {
      stream.size = found.size
      stream.baseSize = found.size
      stream.integrations = try StatusTable.states(of: found.id, base)
    }
    return stream
  }

  /// Keeps a changed stream in memory until the transaction ends.
  ///
  /// If too many are kept they are written to the tables, which bounds the memory of an import.
  mutating func store(_ stream: OpenStream, of company: Company) throws {
    var stream = stream
    if stream.isNew, streams[company] == nil {
      nextStream += 1
      if base != nil {
        try Scratch.insert(base: stream.baseSize, of: stream.id, connection)
      }
    }
    stream.isNew = false
    if !stream.isChanged { changed.append(company) }
    stream.isChanged = true
    streams[company] = stream
    if streams.count > Self.openStreamLimit {
      try writeStreams()
      streams.removeAll(keepingCapacity: true)
    }
  }

  /// Compares a stream with what the caller expects.
  ///
  /// - Throws: `LedgerError.conflict` or `.integrationMoved`, with both numbers.
  func check(
    _ expected: ExpectedSize, _ company: Company, _ stream: OpenStream
  ) throws {
    switch expected {
    case .any: return
    case .exactly(let size):
      guard size == stream.size else {
        throw LedgerError.conflict(company: company, expected: size, found: stream.size)
      }
    case .last(let wanted, let provider):
      let found = try lastSequence(of: stream, provider)
      guard wanted == found else {
        throw LedgerError.integrationMoved(company, provider, expected: wanted, found: found)
      }
    }
  }

  /// The number of an integration's last record, searched from the stream's end; nil if it has
  /// none.
  private func lastSequence(
    of stream: OpenStream, _ provider: Provider
  ) throws -> SequenceNumber? {
    guard stream.integrations[provider] != nil else { return nil }
    var last: SequenceNumber?
    try RecordScan.newestFirst(stream.id, connection) { row in
      let record = try Record(position: Position(row.position), reading: row.bytes)
      if case .action(_, provider) = record.content.what { last = record.content.sequence }
      return last == nil
    }
    return last
  }

  // MARK: Writing

  /// Writes one record and its line of the company log.
  mutating func insert(_ draft: Draft, stream: Int64) throws -> Receipt {
    let content = draft.content
    latest = max(latest, content.time.milliseconds)
    let next = position + 1
    try insertion.insert(draft, at: next, stream: stream, latest: latest, connection)
    if let line, case .action(let action, _) = content.what {
      try line.insert(StoredLine(at: next, of: action), connection)
    }
    position = next
    return Receipt(
      position: Position(next), sequence: content.sequence, id: content.id, hash: draft.hash)
  }

  /// Writes the changed streams' rows and states, and moves the projections to the log's end.
  package mutating func writeStreams() throws {
    let written = changed.compactMap { company in
      streams[company]?.isChanged = false
      return streams[company].map { (company, $0) }
    }
    changed.removeAll(keepingCapacity: true)
    let sorted = written.sorted { $0.1.id < $1.1.id }
    try StreamTable.write(
      sorted.lazy.map { (StreamTable.Row(id: $1.id, size: $1.size), $0) }, connection)
    if running.contains(.integrationStatus) {
      let rows = sorted.lazy.flatMap { _, stream in
        stream.integrations.lazy.map {
          StatusTable.Row(stream: stream.id, provider: $0.key, state: $0.value)
        }
      }
      try StatusTable.write(rows, connection)
    }
    try ProjectionTable.advance(to: position, connection)
  }
}
