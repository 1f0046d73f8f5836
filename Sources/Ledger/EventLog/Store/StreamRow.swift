import GRDB
import Integrations

/// The row of a stream: how many records it has.
enum StreamRow {
  /// How many records a stream has, as its row says.
  static func size(of stream: Int64, _ database: Database) throws -> Int64 {
    try database.withRaw("SELECT size FROM stream WHERE id = ?") { raw in
      raw.bind(stream, at: 1)
      guard try raw.step() else { throw damaged("the stream \(stream) has no row") }
      return try bounded(raw.integer(0), stream)
    }
  }

  /// A size that a stream can have.
  static func bounded(_ size: Int64, _ stream: Int64 = 1) throws -> Int64 {
    guard Bounds.isCount(size), stream > 0 else {
      throw damaged("the row of stream \(stream) says a size of \(size)")
    }
    return size
  }

  /// Another number of records than the row says.
  static func wrong(_ stream: Int64, _ size: Int64, _ found: Int64) -> DatabaseError {
    damaged("stream \(stream) has \(size) records and \(found) are found; run `authledger verify`")
  }

  private static func damaged(_ what: String) -> DatabaseError {
    DatabaseError(resultCode: .SQLITE_CORRUPT, message: what)
  }
}
