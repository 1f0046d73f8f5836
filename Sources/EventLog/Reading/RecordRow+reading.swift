import Integrations

extension RecordRow {
  /// The record's attributes; they can be read even if a later version wrote the action.
  package func view() throws -> RecordView {
    let view = try reading { () throws(RecordError) in try RecordView(bytes) }
    guard view.sequence.number == sequence else {
      throw LedgerError.unreadable(
        position: Position(position),
        what: Text(
          "it says sequence \(view.sequence) and stands at \(sequence)",
          "den säger sekvens \(view.sequence) och står på \(sequence)"))
    }
    return view
  }

  /// The record's action; nil for bookkeeping.
  func action(_ view: RecordView, _ scopeLists: ScopeListCache? = nil) throws -> Action? {
    try reading { () throws(RecordError) in try view.action(scopeLists) }
  }

  /// Runs `body`, and names the record in its error.
  private func reading<Result>(_ body: () throws(RecordError) -> Result) throws -> Result {
    do throws(RecordError) {
      return try body()
    } catch {
      throw LedgerError.unreadable(position: Position(position), what: error.clause)
    }
  }

  /// The whole record, which must name the company and number of its row.
  func record(of company: Company) throws -> Record {
    let record = try Record(position: Position(position), reading: bytes)
    guard record.content.stream == company, record.content.sequence.number == sequence else {
      throw LedgerError.unreadable(
        position: Position(position),
        what: Text(
          "it is another record than the one that stands there",
          "den är en annan post än den som står där"))
    }
    return record
  }
}
