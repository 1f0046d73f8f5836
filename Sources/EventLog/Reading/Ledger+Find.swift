public import Integrations

/// Something whose name is or begins as a person wrote it.
public struct Hit: Hashable, Sendable {
  /// What it is.
  public enum Kind: String, CaseIterable, Sendable {
    /// A company, by a part of its id.
    case company
    /// A company of the provider, by its number there.
    case providerCompany
    /// An attempt, by its id.
    case attempt
    /// A ticket of support.
    case ticket
    /// An actor, as role and id or by the id alone.
    case actor
  }

  /// What it is.
  public let kind: Kind
  /// Its whole name.
  public let value: String
  /// True if the text was its whole name and not a part of it.
  public let isExact: Bool
  /// The company in whose records it is.
  public let company: Company
  /// The provider, where the records that name it are about one.
  public let provider: Provider?
  /// The last record that names it; for a company, its last record.
  public let position: Position
  /// When that happened.
  public let time: Timestamp
  /// How many of the records that were read name it.
  public internal(set) var records: Int64
  /// False for a company of which nothing but the ledger's own bookkeeping is recorded.
  public internal(set) var hasIntegration = true
}

/// What a search found.
public struct FindReport: Hashable, Sendable {
  /// What was found: whole names first, then by kind, newest first.
  public var hits: [Hit]
  /// How many records were read for numbers, tickets and actors, from the last one backwards.
  public let searched: Int64
  /// How many records there are.
  public let records: Int64
}

extension Ledger {
  /// How many records a search reads unless it is told otherwise.
  public static let findLimit = 1_000_000

  /// Finds companies, numbers of companies at a provider, attempts, tickets and actors by a text that
  /// is their name or its beginning, and companies by any part of their id.
  ///
  /// Companies and attempts are found by indexes. The others stand in records alone, of which the
  /// last ones are read; nothing is looked for in the directory of people.
  ///
  /// - Parameter limit: How many records are read at most.
  public func find(_ text: String, reading limit: Int = findLimit) throws -> FindReport {
    guard !text.isEmpty else { return FindReport(hits: [], searched: 0, records: 0) }
    return try read { connection in
      var hits = try companies(containing: text, connection)
      hits += try attempts(beginningWith: text, connection)
      let head = try LogHead(connection).position
      var search = RecordSearch(text)
      let start = max(0, head - Int64(limit))
      try RecordScan.newest(after: start, through: head, connection) { row in
        try search.read(row.bytes, at: row.position)
      }
      hits += search.hits
      return FindReport(
        hits: hits.sorted { $0.order < $1.order }, searched: head - start, records: head)
    }
  }

  private func companies(containing text: String, _ connection: Connection) throws -> [Hit] {
    let text = text.lowercased()
    var hits: [Hit] = []
    for (stream, company) in try StreamTable.named(containing: text, connection) {
      guard let last = try RecordTable.last(of: stream, connection) else { continue }
      var hit = Hit(
        kind: .company, value: company.id, isExact: company.id == text, company: company,
        provider: nil, position: Position(last.position), time: last.time, records: last.count)
      hit.hasIntegration = try StatusTable.hasRow(of: stream, connection)
      hits.append(hit)
    }
    return hits
  }

  private func attempts(beginningWith text: String, _ connection: Connection) throws -> [Hit] {
    guard let range = AttemptRange(text) else { return [] }
    var found: [AttemptID: Hit] = [:]
    try RecordTable.forEach(attempt: range, connection) { attempt, position, bytes in
      let (view, action) = try RecordView.reading(bytes, at: position)
      guard action?.attempt == attempt,
        let company = Company(stream: String(decoding: view.stream, as: UTF8.self))
      else { return }
      found[attempt] = Hit(
        kind: .attempt, value: attempt.description, isExact: range.isWhole, company: company,
        provider: view.provider, position: Position(position), time: view.time,
        records: (found[attempt]?.records ?? 0) + 1)
    }
    return Array(found.values)
  }
}

extension Hit {
  /// Whole names first, then by kind, newest first.
  fileprivate var order: (Int, Int, Int64, String) {
    (isExact ? 0 : 1, Kind.allCases.firstIndex(of: kind) ?? 0, -position.number, value)
  }
}
