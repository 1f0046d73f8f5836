import Dispatch
import Foundation
import Integrations
import Synchronization

/// A rebuild in progress: what is folded so far, and the tables beside the live ones.
///
/// Several threads decode the records, one folds them, and another writes the lines of the company
/// log.
final class Rebuild: LogReader {
  /// How many rows one transaction writes, which takes a few milliseconds.
  private static let rowsPerTransaction = 2000
  /// How many records are read in one snapshot; between two, SQLite can empty its WAL.
  private static let slice: Int64 = 200_000

  private let ledger: Ledger
  private let states = FoldedStates()
  private let writing: LineWriting
  private(set) var reached: Int64 = 0
  private(set) var stopped: String?
  private var lines: [StoredLine] = []
  /// The streams that changed after all states were written; nil before that.
  private var touched: Set<Int64>?

  init(_ ledger: Ledger) {
    self.ledger = ledger
    writing = LineWriting(ledger)
  }

  func commit(_ body: (Connection) throws -> Void) throws { try ledger.commit(body) }

  // MARK: Folding

  /// Folds the next slice of records, and writes their lines.
  func fold(through head: Int64, _ connection: Connection) throws {
    let end = min(head, reached + Self.slice)
    do {
      try ParallelScan.readRecords(
        after: reached, through: end, connection, ledger.files, by: self)
      reached = end
    } catch let error as RecordError {
      stopped = error.what
    }
    writing.write(lines)
    lines = []
    try writing.finish()
  }

  func read(_ row: inout DecodedRow) throws {
    if let unreadable = row.unreadable { throw unreadable }
    if let action = row.action.take(), let view = row.view, let provider = view.provider {
      states.evolve(
        stream: row.stream, with: provider, by: action,
        cited: Citation(sequence: view.sequence, time: view.time))
      touched?.insert(row.stream)
      lines.append(StoredLine(at: row.position, of: action))
      // While the tables are swapped they are written in that transaction.
      if lines.count >= Self.rowsPerTransaction, touched == nil {
        writing.write(lines)
        lines.removeAll(keepingCapacity: true)
      }
    }
    reached = row.position
  }

  func readStray(_ line: StoredLine) {}

  // MARK: States

  /// Writes every state, in transactions of `rowsPerTransaction`.
  func writeAllStates() throws {
    touched = []
    var rest = states.streams[...]
    while !rest.isEmpty {
      try commit { try writeStates(of: rest.prefix(Self.rowsPerTransaction), $0) }
      rest = rest.dropFirst(Self.rowsPerTransaction)
    }
  }

  private func writeStates(of streams: some Sequence<Int64>, _ connection: Connection) throws {
    let sql = StatusTable.writing(into: ProjectionTable.next(.integrationStatus))
    let rows = streams.lazy.flatMap { stream in
      Provider.allCases.compactMap { provider in
        self.states[stream, provider].map {
          StatusTable.Row(stream: stream, provider: provider, state: $0)
        }
      }
    }
    try StatusTable.write(rows, connection, by: sql)
  }

  /// Folds what was appended meanwhile, and replaces the old tables by the new ones.
  func swap(_ connection: Connection) throws {
    let head = try LogHead(connection).position
    do {
      if reached < head, stopped == nil {
        try RecordScan.all(after: reached, through: head, allowsGaps: true, connection) { row in
          let decoded = DecodedPiece()
          decoded.add(row, nil, ParallelScan.Parts(hashes: false, lines: false))
          try decoded.read(by: self, connection)
        }
      }
    } catch let error as RecordError {
      stopped = error.what
    }
    try CompanyLogTable.insert(lines, connection, table: ProjectionTable.next(.companyLog))
    try writeStates(of: (touched ?? []).sorted(), connection)
    for projection in Projection.allCases {
      try ProjectionTable.swapIn(projection, connection)
      try ProjectionTable.write(projection, reached: reached, stopped: stopped, connection)
    }
  }
}

extension Ledger {
  /// Runs `body` in a write transaction of its own, and gives other processes their turn.
  ///
  /// If it had to wait for one, it sleeps for one and a half times as long as the transaction took.
  fileprivate func commit(_ body: (Connection) throws -> Void) throws {
    var time = Duration.zero
    try write { connection in
      let start = ContinuousClock.now
      try connection.transaction {
        try body(connection)
        return true
      }
      time = ContinuousClock.now - start
    }
    if writer?.isShared == true { usleep(UInt32(time / .microseconds(1) * 1.5)) }
  }
}

/// Writes lines of a rebuilt company log on a thread of its own, a few batches behind the fold.
private final class LineWriting: Sendable {
  /// How many batches wait at most.
  private static let limit = 2

  private let ledger: Ledger
  private let queue = DispatchQueue(label: "authledger.rebuild", qos: .userInitiated)
  private let room = DispatchSemaphore(value: limit)
  private let failure = Mutex<(any Error)?>(nil)

  init(_ ledger: Ledger) { self.ledger = ledger }

  /// Queues lines, and blocks while too many wait to be written.
  func write(_ lines: [StoredLine]) {
    guard !lines.isEmpty else { return }
    room.wait()
    queue.async {
      defer { self.room.signal() }
      guard self.failure.withLock({ $0 == nil }) else { return }
      do {
        try self.ledger.commit {
          try CompanyLogTable.insert(lines, $0, table: ProjectionTable.next(.companyLog))
        }
      } catch {
        self.failure.withLock { $0 = error }
      }
    }
  }

  /// Waits until everything is written.
  ///
  /// - Throws: The first error of the writing thread.
  func finish() throws {
    queue.sync {}
    if let failure = failure.withLock({ $0 }) { throw failure }
  }
}
