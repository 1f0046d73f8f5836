import Foundation
import GRDB
import Integrations

/// Inserts the records of an attached scratch file into the log, inside the caller's transaction.
///
/// A stream of the scratch file and one of the log are the same when they have the same company.
/// One that moved since the import read it is left out here, and the caller decides its lines
/// again.
struct ScratchMerge {
  private let connection: Connection

  /// Runs `body` in one write transaction while a scratch file is attached.
  static func attaching(
    _ scratch: Scratch, _ connection: Connection, _ body: (ScratchMerge) throws -> Void
  ) throws {
    try connection.database.execute(
      sql: "ATTACH DATABASE ? AS scratch", arguments: [scratch.path])
    defer { try? connection.database.execute(sql: "DETACH DATABASE scratch") }
    try connection.transaction {
      try body(ScratchMerge(connection: connection))
      return true
    }
  }

  /// The companies whose lines must be decided again: their streams are not as long as when the
  /// import read them, or one of their ids was recorded meanwhile.
  ///
  /// Both are so if the same file is imported twice at once; then every line is found to be a
  /// repeat.
  func movedCompanies(after base: Int64) throws -> Set<Company> {
    let sql = """
      SELECT drafted.company FROM scratch.stream AS drafted
      JOIN scratch.base ON base.stream = drafted.id
      LEFT JOIN main.stream AS stored ON stored.company = drafted.company
      WHERE coalesce(stored.size, 0) <> base.size
      UNION
      SELECT drafted.company FROM main.record AS stored
      JOIN scratch.record AS draft ON draft.id = stored.id
      JOIN scratch.stream AS drafted ON drafted.id = draft.stream
      WHERE stored.position > ?
      """
    let names = try String.fetchAll(connection.database, sql: sql, arguments: [base])
    return Set(names.compactMap { Company(stream: $0) })
  }

  /// Inserts everything but the streams of some companies.
  func insert(except moved: Set<Company>, _ running: Set<Projection>) throws {
    try chooseStreams(except: moved)
    try insertRecords(running)
    try connection.database.execute(
      sql: """
        INSERT INTO main.integration_status (stream, provider, verdict, deadline, state)
        SELECT chosen.stored, status.provider, status.verdict, status.deadline, status.state
        FROM scratch.integration_status AS status
        JOIN temp.chosen ON chosen.drafted = status.stream WHERE true
        ON CONFLICT (stream, provider) DO UPDATE
        SET verdict = excluded.verdict, deadline = excluded.deadline, state = excluded.state;
        UPDATE main.stream SET size = chosen.size
        FROM temp.chosen WHERE chosen.stored = stream.id;
        DROP TABLE temp.chosen;
        """)
  }

  /// Gives every stream to be inserted its number in the log; new companies get new numbers.
  private func chooseStreams(except moved: Set<Company>) throws {
    try connection.database.execute(
      sql: """
        CREATE TEMP TABLE chosen (
          drafted INTEGER PRIMARY KEY, stored INTEGER NOT NULL, size INTEGER NOT NULL
        ) STRICT;
        CREATE TEMP TABLE moved (company TEXT PRIMARY KEY) STRICT;
        """)
    for company in moved {
      try connection.database.execute(
        sql: "INSERT INTO temp.moved VALUES (?)", arguments: [company.id])
    }
    try connection.database.execute(
      sql: """
        INSERT INTO main.stream (id, company, size)
        SELECT (SELECT coalesce(max(id), 0) FROM main.stream) + row_number() OVER (ORDER BY id),
          company, 0
        FROM scratch.stream
        WHERE company NOT IN (SELECT company FROM temp.moved)
          AND company NOT IN (SELECT company FROM main.stream);
        INSERT INTO temp.chosen (drafted, stored, size)
        SELECT drafted.id, stored.id, drafted.size FROM scratch.stream AS drafted
        JOIN main.stream AS stored ON stored.company = drafted.company
        WHERE drafted.company NOT IN (SELECT company FROM temp.moved);
        DROP TABLE temp.moved;
        """)
  }

  private func insertRecords(_ running: Set<Projection>) throws {
    let head = try LogHead(connection)
    var (position, latest) = (head.position, head.latest)
    let drafts = """
      SELECT chosen.stored, record.sequence, record.id, record.attempt, record.hash, record.bytes,
        line.severity, line.code
      FROM scratch.record JOIN temp.chosen ON chosen.drafted = record.stream
      LEFT JOIN scratch.company_log AS line ON line.position = record.position
      ORDER BY record.position
      """
    let insertion = """
      INSERT INTO main.record (position, stream, sequence, id, attempt, latest, hash, bytes)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """
    let line = "INSERT INTO main.company_log (position, severity, code) VALUES (?, ?, ?)"
    let statement = try connection.database.makeStatement(sql: drafts)
    try connection.withRaw(insertion) { record in
      try connection.withRaw(line) { log in
        try connection.withRaw(statement) { draft in
          while try draft.step() {
            position += 1
            latest = max(latest, try Self.time(draft.bytes(5)))
            record.bind(position, at: 1)
            record.bind(draft.integer(0), at: 2)
            record.bind(draft.integer(1), at: 3)
            record.bind(blob: draft.bytes(2), at: 4)
            if draft.isNull(3) {
              record.bindNull(at: 5)
            } else {
              record.bind(blob: draft.bytes(3), at: 5)
            }
            record.bind(latest, at: 6)
            record.bind(blob: draft.bytes(4), at: 7)
            record.bind(blob: draft.bytes(5), at: 8)
            try record.run()
            guard running.contains(.companyLog), !draft.isNull(6) else { continue }
            log.bind(position, at: 1)
            log.bind(text: draft.bytes(6), at: 2)
            log.bind(text: draft.bytes(7), at: 3)
            try log.run()
          }
        }
      }
    }
    try ProjectionTable.advance(to: position, connection)
  }

  private static func time(_ bytes: UnsafeRawBufferPointer) throws -> Int64 {
    try RecordView(bytes).time.milliseconds
  }
}
