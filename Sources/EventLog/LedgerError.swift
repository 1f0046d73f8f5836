public import Integrations

/// What can go wrong with a ledger, each as one sentence: what, where, what to do.
public enum LedgerError: Error, Sendable {
  /// There is no ledger in the directory.
  case missing(directory: String)
  /// Something is there already.
  case exists(directory: String)
  /// The file is there and is not a ledger of ours.
  case foreign(file: String)
  /// A newer version made it.
  case newer(file: String, version: Int, known: Int)
  /// The file is damaged.
  case damaged(file: String, what: String)
  /// The file system refuses.
  case io(file: String, what: String)
  /// Another process holds the writer lock.
  case busy(holder: Int32?, seconds: Int)
  /// The stream moved since the caller looked.
  case conflict(company: Company, expected: Int64, found: Int64)
  /// The integration moved since the caller looked: the expected and the found number of its last
  /// record.
  case integrationMoved(
    Company, Provider, expected: SequenceNumber?, found: SequenceNumber?)
  /// The id is taken by a record with another content.
  case idTaken(id: RecordID, position: Position)
  /// The rules refuse.
  case rejected(Rejection)
  /// A text field looks like a secret.
  case secret(field: String, kind: String)
  /// A `time` lies too far ahead of the clock.
  case future(time: Timestamp, now: Timestamp)
  /// The action cannot be made into a record.
  case unfit(what: String)
  /// A stored record cannot be read.
  case unreadable(position: Position, what: String)
  /// A projection stopped at a record that it could not read.
  case projectionStopped(name: String, position: Position, what: String)
  /// A projection does not reach the end of the log, and the ledger was opened for reading.
  case projectionBehind(name: String)
  /// There is no such position yet.
  case noPosition(Position, last: Position)
  /// A line of an import is wrong.
  case line(file: String, line: Int64, what: String)
  /// The write gate is closed: the log is not appended to.
  case guarded(directory: String, ClosedGate)
  /// An import that only an empty ledger takes found records when it was committed.
  case filledMeanwhile(directory: String)
  /// The import is larger than a ledger in use may take at once.
  case importTooLarge(limit: Int)
}

extension LedgerError: CustomStringConvertible {
  /// One sentence: what, where, what to do.
  public var description: String {
    switch self {
    case .missing(let directory):
      "There is no ledger in \(directory); make one with `authledger init`, or name another "
        + "directory with --ledger."
    case .exists(let directory):
      "\(directory) is there already, or holds a ledger; name another directory."
    case .foreign(let file):
      "\(file) is not a ledger of authledger; name another directory with --ledger."
    case .newer(let file, let version, let known):
      "\(file) has layout \(version) and this program knows \(known); use a newer authledger."
    case .damaged(let file, let what):
      "\(file) is damaged (\(what)); restore it from a backup made with `authledger backup`."
    case .io(let file, let what):
      "\(file) cannot be used: \(what)."
    case .busy(let holder, let seconds):
      "The ledger is busy\(holder.map { ": process \($0) is writing" } ?? "") and did not become "
        + "free within \(seconds) seconds; try again."
    case .conflict(let company, let expected, let found):
      "The stream of \(company) has \(found) records and \(expected) were expected; read it again "
        + "and decide anew."
    case .integrationMoved(let company, let provider, let expected, let found):
      "The last record of \(company) with \(provider.rawValue) has the sequence "
        + "\(found.map { String($0.number) } ?? "none") and "
        + "\(expected.map { String($0.number) } ?? "none") was expected; read it again and decide anew."
    case .idTaken(let id, let position):
      "The id \(id) belongs to record \(position), which says something else; use a new id."
    case .rejected(let rejection):
      "\(rejection.reason(.english)) \(rejection.remedy(.english))"
    case .secret(let field, let kind):
      "\"\(field)\" looks like it holds \(kind), which no record may; take it out."
    case .future(let time, let now):
      "The time \(time) is more than five minutes ahead of the clock (\(now)); correct one of them."
    case .unfit(let what):
      "The action cannot be recorded: \(what)."
    case .unreadable(let position, let what):
      "Record \(position) cannot be read: \(what); run `authledger verify`."
    case .projectionStopped(let name, let position, let what):
      "The projection \(name) stopped at record \(position): \(what); run `authledger doctor`."
    case .projectionBehind(let name):
      "The projection \(name) does not reach the end of the log; run `authledger replay --rebuild`."
    case .noPosition(let position, let last):
      "There is not a record \(position); the last one is \(last)."
    case .line(let file, let line, let what):
      "\(file):\(line): \(what)"
    case .guarded(let directory, let gate):
      "The ledger in \(directory) is not appended to: \(gate.what). \(gate.remedy)"
    case .filledMeanwhile(let directory):
      "Somebody recorded in \(directory) while the import ran, and it holds what only an empty ledger "
        + "takes; build a new ledger with --create."
    case .importTooLarge(let limit):
      "The import has more than \(limit) records, which a ledger in use may not take at once; "
        + "split it, or build a new ledger with --create."
    }
  }
}

extension BinaryInteger {
  /// The number with what is counted: `1 record`, `2 records`.
  ///
  /// - Parameter many: The word for any number but 1; nil for an English word that only takes an s.
  package func counted(_ one: String, _ many: String? = nil) -> String {
    "\(self) \(self == 1 ? one : many ?? one + "s")"
  }
}
