import Dispatch
import Foundation

/// Reads the log on several threads.
///
/// Each thread has a connection of its own. It takes the next piece of the log, hashes and decodes
/// it, waits until the pieces before it are done, and passes it to the reader. So decoding runs in
/// parallel, and the reader still sees the log in order.
package struct ParallelScan {
  /// What to read besides the records themselves.
  package struct Parts {
    /// Compare the bytes with the stored hashes; otherwise they are taken to agree.
    var hashes = true
    /// Compare the lines of the company log.
    var lines = true
    /// Read the columns that only verification needs.
    var columns = false
    /// Read publications and their root leaves.
    var publications = false

    /// Everything, for a verification.
    package static let verification = Parts(columns: true, publications: true)
  }

  /// More threads than that would wait for the fold.
  private static let threadLimit = 4
  /// Below this many records, another connection costs more than it saves.
  private static let worthSharing: Int64 = 4096

  private let parts: Parts
  private let head: Int64
  private let pieces: PieceQueue
  /// Read where the scan begins, because a task-local value does not reach its other threads.
  private let stop = StopSign.current
  /// Called only by the thread that holds the turn, so access needs no lock.
  private nonisolated(unsafe) let reader: any LogReader

  /// Reads everything that a snapshot holds, and returns when the reader has seen all of it.
  ///
  /// - Parameter files: The ledger's files, to which further connections are opened.
  package static func read(
    _ connection: Connection, of files: LedgerFiles, looking parts: Parts = Parts(),
    by reader: any LogReader, progress: ProgressHandler? = nil
  ) throws {
    let scan = ParallelScan(
      parts, after: 0, through: try LogHead(connection).position, by: reader)
    try scan.read(connection, files, progress)
    try scan.readTail(connection)
  }

  /// Reads the records after a position up to another, and nothing else.
  static func readRecords(
    after start: Int64, through end: Int64, _ connection: Connection, _ files: LedgerFiles,
    by reader: any LogReader
  ) throws {
    let parts = Parts(hashes: false, lines: false)
    try ParallelScan(parts, after: start, through: end, by: reader).read(connection, files, nil)
  }

  private init(
    _ parts: Parts, after start: Int64, through head: Int64, by reader: any LogReader
  ) {
    self.parts = parts
    self.head = head
    self.reader = reader
    pieces = PieceQueue(after: start, through: head)
  }

  private func read(_ connection: Connection, _ files: LedgerFiles, _ progress: ProgressHandler?)
    throws
  {
    var helpers: [Reader] = []
    if pieces.positions >= Self.worthSharing {
      let threads = min(ProcessInfo.processInfo.activeProcessorCount, Self.threadLimit)
      for _ in 1..<max(threads, 1) { helpers.append(try Reader(files.databasePath)) }
    }
    let schema = try connection.schemaVersion()
    let group = DispatchGroup()
    for helper in helpers { help(helper, schema, group) }
    work(connection, progress)
    // Whatever happens, no thread works on a piece after this returns.
    group.wait()
    try pieces.check()
  }

  /// Starts another thread with a connection of its own.
  ///
  /// Records and their lines are never changed, so its snapshot has the same up to the head, even
  /// if more was appended since. If a rebuild swapped tables meanwhile, it does nothing.
  private func help(_ reader: Reader, _ schema: Int64, _ group: DispatchGroup) {
    DispatchQueue.global(qos: .userInitiated).async(group: group) {
      do {
        try reader.read { connection in
          if try connection.schemaVersion() == schema { work(connection, nil) }
        }
        try reader.close()
      } catch {
        pieces.fail(error)
      }
    }
  }

  /// Takes one piece after another until there is none.
  private func work(_ connection: Connection, _ progress: ProgressHandler?) {
    do {
      var publications = try PublicationCursor(connection, isOn: parts.publications)
      let decoded = DecodedPiece()
      while let piece = pieces.next() {
        let filled = Result { try fill(decoded, piece, connection, &publications) }
        pieces.inTurn(piece) {
          try stop?.check()
          try filled.get()
          try decoded.read(by: reader, connection)
          progress?(min(piece.end, head), head)
        }
      }
    } catch {
      pieces.fail(error)
    }
  }

  private func fill(
    _ decoded: DecodedPiece, _ piece: PieceQueue.Piece, _ connection: Connection,
    _ publications: inout PublicationCursor
  ) throws {
    try publications.skip(through: piece.start)
    var isEmpty = true
    try CompanyLogTable.withLines(piece.lines(parts.lines), connection) { lines in
      try RecordScan.all(
        after: piece.start, through: piece.end, allowsGaps: true, connection
      ) { row in
        isEmpty = false
        let position = row.position
        try publications.forEach(through: position - 1) { decoded.add($0) }
        while let stray = lines.line, stray.position < position {
          decoded.add(.stray(stray))
          try lines.next()
        }
        let own = lines.line?.position == position ? lines.line : nil
        decoded.add(row, own, parts)
        if own != nil { try lines.next() }
      }
      while let stray = lines.line {
        decoded.add(.stray(stray))
        try lines.next()
      }
    }
    try publications.forEach(through: piece.end) { decoded.add($0) }
    if parts.publications { decoded.computeSubtree() }
    // A file that was changed may have a gap of any size.
    if isEmpty {
      let record = try RecordScan.first(after: piece.end, connection)
      let line = try parts.lines ? CompanyLogTable.first(after: piece.end, connection) : nil
      pieces.skip(to: [record, line].compactMap(\.self).min())
    }
  }

  /// Reads what stands after the last record.
  private func readTail(_ connection: Connection) throws {
    let decoded = DecodedPiece()
    var publications = try PublicationCursor(connection, isOn: parts.publications)
    try publications.skip(through: head)
    try CompanyLogTable.withLines(parts.lines ? head...Int64.max : nil, connection) { lines in
      while let stray = lines.line {
        decoded.add(.stray(stray))
        try lines.next()
        try decoded.read(by: reader, connection)
      }
    }
    try publications.forEach(through: .max) { decoded.add($0) }
    try decoded.read(by: reader, connection)
  }
}
