package import Encoding

extension LedgerError {
  /// What the file system refuses, as an error of the ledger.
  package init(_ error: FileError) { self = .io(file: error.path, what: error.what) }

  /// Runs what works on files; what the file system refuses is an error of the ledger.
  package static func ofFiles<Result>(
    _ body: @autoclosure () throws(FileError) -> Result
  ) throws(LedgerError) -> Result {
    do {
      return try body()
    } catch {
      throw LedgerError(error)
    }
  }
}
