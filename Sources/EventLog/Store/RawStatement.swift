import GRDB
import GRDBSQLite

/// A prepared statement of GRDB's, stepped without its conversions.
///
/// It is for code that runs a million times; everything else uses GRDB's ordinary interface.
///
/// The pointer dies with the `Statement`, which optimised code may release after its last use; so
/// a raw statement exists only inside `Connection.withRaw`, which keeps it alive.
struct RawStatement {
  private let pointer: OpaquePointer
  private let connection: OpaquePointer

  init(_ statement: Statement, _ database: Database) throws {
    guard let connection = database.sqliteConnection else {
      throw DatabaseError(resultCode: .SQLITE_MISUSE)
    }
    pointer = statement.sqliteStatement
    self.connection = connection
    reset()
  }

  func reset() {
    sqlite3_reset(pointer)
  }

  /// Steps to the next row; returns false if there is none.
  func step() throws -> Bool {
    let code = sqlite3_step(pointer)
    if code == SQLITE_ROW { return true }
    if code == SQLITE_DONE { return false }
    let message = String(cString: sqlite3_errmsg(connection))
    reset()
    throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
  }

  /// Runs a statement that gives no rows and makes it ready to run again.
  func run() throws {
    _ = try step()
    reset()
  }

  // MARK: Arguments, counted from 1

  func bind(_ number: Int64, at index: Int32) {
    sqlite3_bind_int64(pointer, index, number)
  }

  func bindNull(at index: Int32) {
    sqlite3_bind_null(pointer, index)
  }

  func bind(text: String, at index: Int32) {
    sqlite3_bind_text(pointer, index, text, -1, Self.transient)
  }

  func bind(text bytes: UnsafeRawBufferPointer, at index: Int32) {
    sqlite3_bind_text(
      pointer, index, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count),
      Self.transient)
  }

  func bind(blob bytes: UnsafeRawBufferPointer, at index: Int32) {
    sqlite3_bind_blob(pointer, index, bytes.baseAddress, Int32(bytes.count), Self.transient)
  }

  // SQLITE_TRANSIENT: SQLite copies before the call returns. The C macro does not reach Swift.
  private static var transient: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }

  // MARK: Columns, counted from 0, valid until the next step

  func integer(_ column: Int32) -> Int64 {
    sqlite3_column_int64(pointer, column)
  }

  func isNull(_ column: Int32) -> Bool {
    sqlite3_column_type(pointer, column) == SQLITE_NULL
  }

  func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
    let start = sqlite3_column_blob(pointer, column)
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, column)))
  }

  func text(_ column: Int32) -> String {
    String(decoding: bytes(column), as: UTF8.self)
  }
}
