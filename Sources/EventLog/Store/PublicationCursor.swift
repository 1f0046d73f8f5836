import GRDB

/// A cursor over publications, read in step with a scan of the records that they cover.
struct PublicationCursor {
  private let connection: Connection
  private var upcoming: (epoch: Int64, size: Int64, position: Int64)?
  private var epoch: Int64 = 0
  private var leaves: Int64 = 0

  /// A cursor before the first publication.
  ///
  /// - Parameter isOn: False for a cursor that finds none.
  init(_ connection: Connection, isOn: Bool) throws {
    self.connection = connection
    if isOn { try find(after: 0, 0) }
  }

  private mutating func find(after epoch: Int64, _ size: Int64) throws {
    let sql = """
      SELECT epoch, size, position FROM publication WHERE (epoch, size) > (?, ?)
      ORDER BY epoch, size LIMIT 1
      """
    upcoming = try connection.withRaw(sql) { raw in
      raw.bind(epoch, at: 1)
      raw.bind(size, at: 2)
      return try raw.step() ? (raw.integer(0), raw.integer(1), raw.integer(2)) : nil
    }
  }

  /// Skips those whose last record is at a position or before it.
  mutating func skip(through position: Int64) throws {
    while let found = upcoming, found.position <= position { try advance(past: found) }
  }

  /// Calls `body` with those whose last record is at a position or before it.
  mutating func forEach(
    through position: Int64, _ body: (DecodedPiece.Item) -> Void
  ) throws {
    while let found = upcoming, found.position <= position {
      let start = found.epoch == epoch ? leaves : 0
      let publication = try? Publication.find(epoch: found.epoch, size: found.size, connection)
      body(.publication(publication, RootLeaf.Leaves(epoch: found.epoch, start, found.size)))
      try advance(past: found)
    }
  }

  private mutating func advance(
    past found: (epoch: Int64, size: Int64, position: Int64)
  ) throws {
    (epoch, leaves) = (found.epoch, found.size)
    try find(after: found.epoch, found.size)
  }
}
