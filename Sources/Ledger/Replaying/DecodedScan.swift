import GRDB

/// Reads the whole log on three threads: one steps SQLite and copies rows out in batches, one
/// hashes and decodes them, one folds and compares.
///
/// SQLite's connection stays with the first. Batches pass from each to the next in their order, so
/// the fold sees the log as it is; a few of them go round, so the memory does not grow with it.
enum DecodedScan {
  /// What to read beside the records and their lines in the company log.
  struct Parts {
    /// The columns that verification looks at.
    var columns = false
    /// Publications and their anchors.
    var publications = false
  }

  /// Reads everything, and returns when the reader has seen all of it.
  static func read(
    _ database: Database, _ parts: Parts = Parts(), by reader: any LogReader,
    progress: Progress? = nil
  ) throws {
    let total = try LogWriter.head(database).position
    let pipeline = Pipeline(reader)
    // Whatever happens, nobody works on a batch after this returns.
    defer { pipeline.drain() }
    var publications = try PublicationCursor(database, isOn: parts.publications)
    try CompanyLogTable.withLines(database) { lines in
      try RecordScan.all(database) { row in
        let position = row.position
        try publications.next(before: position) { item in pipeline.put { $0.add(item) } }
        while let stray = lines.line, stray.position < position {
          pipeline.put { $0.add(.stray(stray)) }
          try lines.next()
        }
        let own = lines.line?.position == position ? lines.line : nil
        pipeline.put { $0.add(row, own, parts.columns) }
        if own != nil { try lines.next() }
        guard position % 8192 == 0 else { return }
        progress?(position, total)
        try pipeline.check()
      }
      try publications.next(before: .max) { item in pipeline.put { $0.add(item) } }
      while let stray = lines.line {
        pipeline.put { $0.add(.stray(stray)) }
        try lines.next()
      }
    }
    pipeline.send()
    pipeline.drain()
    try pipeline.check()
  }
}

/// Publications and their anchors, as a scan comes to them.
private struct PublicationCursor {
  private let database: Database
  private var upcoming: (epoch: Int64, size: Int64, position: Int64)?
  private var epoch: Int64 = 0
  private var leaves: Int64 = 0

  init(_ database: Database, isOn: Bool) throws {
    self.database = database
    if isOn { try find(after: 0, 0) }
  }

  private mutating func find(after epoch: Int64, _ size: Int64) throws {
    let sql = """
      SELECT epoch, size, position FROM publication WHERE (epoch, size) > (?, ?)
      ORDER BY epoch, size LIMIT 1
      """
    upcoming = try database.withRaw(sql) { raw in
      raw.bind(epoch, at: 1)
      raw.bind(size, at: 2)
      return try raw.step() ? (raw.integer(0), raw.integer(1), raw.integer(2)) : nil
    }
  }

  /// Hands over every publication that ends before a position.
  mutating func next(before position: Int64, _ put: (Batch.Item) -> Void) throws {
    while let found = upcoming, found.position < position {
      if found.epoch != epoch { (epoch, leaves) = (found.epoch, 0) }
      put(.publication(try? Publication.find(epoch: found.epoch, size: found.size, database)))
      try Anchor.forEach(epoch: epoch, from: leaves, to: found.size, database) { put(.anchor($0)) }
      leaves = found.size
      try find(after: found.epoch, found.size)
    }
  }
}
