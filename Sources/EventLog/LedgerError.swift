public import Integrations

/// What can go wrong with a ledger, each as one sentence: what, where, what to do.
public enum LedgerError: ErrorWithText, Sendable {
  /// There is no ledger in the directory.
  case missing(directory: String)
  /// Something is there already.
  case exists(directory: String)
  /// The file is there and is not a ledger of ours.
  case foreign(file: String)
  /// A newer version made it.
  case newer(file: String, version: Int, known: Int)
  /// The file is damaged.
  case damaged(file: String, what: Text)
  /// The file system refuses.
  case io(file: String, what: Text)
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
  case secret(field: String, kind: Text)
  /// A `time` lies too far ahead of the clock.
  case future(time: Timestamp, now: Timestamp)
  /// The action cannot be made into a record.
  case unfit(what: Text)
  /// A stored record cannot be read.
  case unreadable(position: Position, what: Text)
  /// A projection stopped at a record that it could not read; why, as it is stored in English.
  case projectionStopped(name: String, position: Position, what: String)
  /// A projection does not reach the end of the log, and the ledger was opened for reading.
  case projectionBehind(name: String)
  /// There is no such position yet.
  case noPosition(Position, last: Position)
  /// A line of an import is wrong.
  case line(file: String, line: Int64, what: Text)
  /// The write gate is closed: the log is not appended to.
  case guarded(directory: String, ClosedGate)
  /// An import that only an empty ledger takes found records when it was committed.
  case filledMeanwhile(directory: String)
  /// The import is larger than a ledger in use may take at once.
  case importTooLarge(limit: Int)
}

extension LedgerError: CustomStringConvertible {
  /// The sentence in English.
  public var description: String { text.english }

  /// What it comes to for whoever asked.
  public var failure: Failure {
    switch self {
    case .missing: .missing
    case .exists: .exists
    case .io: .io
    case .busy, .conflict, .integrationMoved: .busy
    default: .data
    }
  }

  /// One sentence: what, where, what to do.
  public var text: Text {
    switch self {
    case .missing(let directory):
      Text(
        "There is no ledger in \(directory); make one with `authledger init`, or name another "
          + "directory with --ledger.",
        "Det finns ingen liggare i \(directory); skapa en med `authledger init`, eller ange en annan "
          + "katalog med --ledger.")
    case .exists(let directory):
      Text(
        "\(directory) is there already, or holds a ledger; name another directory.",
        "\(directory) finns redan, eller innehåller en liggare; ange en annan katalog.")
    case .foreign(let file):
      Text(
        "\(file) is not a ledger of authledger; name another directory with --ledger.",
        "\(file) är inte en liggare från authledger; ange en annan katalog med --ledger.")
    case .newer(let file, let version, let known):
      Text(
        "\(file) has layout \(version) and this program knows \(known); use a newer authledger.",
        "\(file) har layout \(version) och detta program kan \(known); använd en nyare authledger.")
    case .damaged(let file, let what):
      Text(
        "\(file) is damaged (\(what.english)); put a backup in its place, as "
          + "`authledger help restore` tells.",
        "\(file) är skadad (\(what.swedish)); lägg en säkerhetskopia i dess ställe, som "
          + "`authledger help restore` säger.")
    case .io(let file, let what):
      Text(
        "\(file) cannot be used: \(what.english).", "\(file) kan inte användas: \(what.swedish).")
    case .busy(let holder, let seconds):
      Text(
        "The ledger is busy\(holder.map { ": process \($0) is writing" } ?? "") and did not become "
          + "free within \(seconds.counted("second")); try again.",
        "Liggaren är upptagen\(holder.map { ": process \($0) skriver" } ?? "") och blev inte ledig "
          + "inom \(seconds.counted("sekund", "sekunder")); försök igen.")
    case .guarded(let directory, let gate):
      Text(
        "The ledger in \(directory) is not appended to: \(gate.what.english). "
          + gate.remedy.english,
        "Inget läggs till i liggaren i \(directory): \(gate.what.swedish). " + gate.remedy.swedish)
    case .conflict(let company, let expected, let found):
      Text(
        "The stream of \(company) has \(found.counted("record")) and \(expected) were expected; read it "
          + "again and decide anew.",
        "Strömmen för \(company) har \(found.counted("post", "poster")) och \(expected) väntades; läs den igen "
          + "och besluta på nytt.")
    case .integrationMoved(let company, let provider, let expected, let found):
      Text(
        "The last record of \(company) with \(provider.rawValue) has the sequence "
          + "\(Self.shown(found, none: "none")) and \(Self.shown(expected, none: "none")) was "
          + "expected; read it again and decide anew.",
        "Den sista posten för \(company) hos \(provider.rawValue) har sekvensen "
          + "\(Self.shown(found, none: "ingen")) och \(Self.shown(expected, none: "ingen")) väntades; "
          + "läs den igen och besluta på nytt.")
    case .idTaken(let id, let position):
      Text(
        "The id \(id) belongs to record \(position), which says something else; use a new id.",
        "Id:t \(id) hör till post \(position), som säger något annat; använd ett nytt id.")
    case .rejected(let rejection): rejection.reason + rejection.remedy
    case .secret(let field, let kind):
      Text(
        "\"\(field)\" looks like it holds \(kind.english), which no record may; take it out.",
        "\"\(field)\" ser ut att innehålla \(kind.swedish), vilket ingen post får; ta bort det.")
    case .future(let time, let now):
      Text(
        "The time \(time) is more than five minutes ahead of the clock (\(now)); correct one of them.",
        "Tiden \(time) ligger mer än fem minuter före klockan (\(now)); rätta en av dem.")
    case .unfit(let what):
      Text(
        "The action cannot be recorded: \(what.english).",
        "Händelsen kan inte registreras: \(what.swedish).")
    case .unreadable(let position, let what):
      Text(
        "Record \(position) cannot be read: \(what.english); run `authledger verify`.",
        "Post \(position) kan inte läsas: \(what.swedish); kör `authledger verify`.")
    case .projectionStopped(let name, let position, let what):
      Text(
        "The projection \(name) stopped at record \(position): \(what); run `authledger doctor`.",
        "Projektionen \(name) stannade vid post \(position), som inte kan läsas; kör "
          + "`authledger doctor`.")
    case .projectionBehind(let name):
      Text(
        "The projection \(name) does not reach the end of the log; run "
          + "`authledger replay --rebuild`.",
        "Projektionen \(name) når inte loggens slut; kör `authledger replay --rebuild`.")
    case .noPosition(let position, let last):
      Text(
        "There is not a record \(position); the last one is \(last).",
        "Det finns ingen post \(position); den sista är \(last).")
    case .line(let file, let line, let what):
      Text("\(file):\(line): \(what.english)", "\(file):\(line): \(what.swedish)")
    case .filledMeanwhile(let directory):
      Text(
        "Somebody recorded in \(directory) while the import ran, and it holds what only an empty "
          + "ledger takes; build a new ledger with --create.",
        "Någon registrerade i \(directory) under importen, och den innehåller det som bara en tom "
          + "liggare tar emot; bygg en ny liggare med --create.")
    case .importTooLarge(let limit):
      Text(
        "The import has more than \(limit.counted("record")), which a ledger in use may not take at once; "
          + "split it, or build a new ledger with --create.",
        "Importen har fler än \(limit.counted("post", "poster")), vilket en liggare i bruk inte tar emot på en gång; "
          + "dela upp den, eller bygg en ny liggare med --create.")
    }
  }

  private static func shown(_ number: SequenceNumber?, none: String) -> String {
    number.map { String($0.number) } ?? none
  }
}
