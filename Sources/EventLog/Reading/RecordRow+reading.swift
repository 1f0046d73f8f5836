import Integrations

extension RecordRow {
  /// The record's attributes, which can be read of a record whose action a later program wrote.
  package func view() throws -> RecordView {
    let view = try reading { () throws(RecordError) in try RecordView(bytes) }
    guard view.sequence.number == sequence else {
      throw LedgerError.unreadable(
        position: Position(position),
        what: "it says sequence \(view.sequence) and stands at \(sequence)")
    }
    return view
  }

  /// The record's action; nil for bookkeeping.
  func action(_ view: RecordView, _ scopeLists: ScopeListCache? = nil) throws -> Action? {
    try reading { () throws(RecordError) in try view.action(scopeLists) }
  }

  /// Names the record in what its reading throws.
  private func reading<Result>(_ body: () throws(RecordError) -> Result) throws -> Result {
    do throws(RecordError) {
      return try body()
    } catch {
      throw LedgerError.unreadable(position: Position(position), what: error.what)
    }
  }

  /// The record, which must be the one of its company and number.
  func record(of company: Company) throws -> Record {
    let record = try Record(position: Position(position), reading: bytes)
    guard record.content.stream == company, record.content.sequence.number == sequence else {
      throw LedgerError.unreadable(
        position: Position(position), what: "it is another record than the one that stands there")
    }
    return record
  }
}
