import EventLog
import Integrations
import TestSupport
import Testing

/// Every error of a ledger is a sentence in both languages.
@Suite struct LedgerErrorTests {
  @Test("the examples are of every case")
  func everyCase() {
    #expect(LedgerError.examples.map(\.place) == Array(0..<LedgerError.examples.count))
  }

  @Test("each is a sentence in both languages", arguments: LedgerError.examples)
  func sentences(error: LedgerError) {
    expectSentence(error.text)
    #expect(error.description == error.text.english)
  }

  @Test("what an error knows, both texts tell")
  func details() {
    let text = LedgerError.newer(file: "x.sqlite", version: 9, known: 7).text
    for language in Language.allCases {
      for word in ["x.sqlite", "9", "7"] { #expect(text(language).contains(word)) }
    }
    let line = LedgerError.line(file: "a.jsonl", line: 3, what: Text("It is bad.", "Den är dålig."))
    #expect(line.text == Text("a.jsonl:3: It is bad.", "a.jsonl:3: Den är dålig."))
  }
}

extension LedgerError {
  private static let what = Text("it is bad", "den är dålig")

  /// One of every case, in their order.
  fileprivate static let examples: [LedgerError] = {
    guard let company = Company("acme"), let id = RecordID("0197c0de-0000-7000-8000-000000000001")
    else { return [] }
    let time = Timestamp(milliseconds: 0)
    return [
      .missing(directory: "/x"), .exists(directory: "/x"), .foreign(file: "x.sqlite"),
      .newer(file: "x.sqlite", version: 9, known: 7), .damaged(file: "x.sqlite", what: what),
      .io(file: "x.sqlite", what: what), .busy(holder: 17, seconds: 30),
      .conflict(company: company, expected: 1, found: 2),
      .integrationMoved(company, .fortnox, expected: nil, found: SequenceNumber(2)),
      .idTaken(id: id, position: Position(4)), .rejected(.noGrant),
      .secret(field: "error", kind: Text("a bearer token", "ett bearer-token")),
      .future(time: time, now: time), .unfit(what: what),
      .unreadable(position: Position(4), what: what),
      .projectionStopped(name: "company_log", position: Position(4), what: "it is bad"),
      .projectionBehind(name: "company_log"), .noPosition(Position(4), last: Position(3)),
      .line(file: "x.jsonl", line: 1, what: Text("It is bad.", "Den är dålig.")),
      .guarded(
        directory: "/x",
        ClosedGate(what: what, remedy: Text("Run `authledger verify`.", "Kör `authledger verify`."))
      ),
      .filledMeanwhile(directory: "/x"), .importTooLarge(limit: 10),
    ]
  }()

  /// The number of the case; a new case must have an example above.
  fileprivate var place: Int {
    switch self {
    case .missing: 0
    case .exists: 1
    case .foreign: 2
    case .newer: 3
    case .damaged: 4
    case .io: 5
    case .busy: 6
    case .conflict: 7
    case .integrationMoved: 8
    case .idTaken: 9
    case .rejected: 10
    case .secret: 11
    case .future: 12
    case .unfit: 13
    case .unreadable: 14
    case .projectionStopped: 15
    case .projectionBehind: 16
    case .noPosition: 17
    case .line: 18
    case .guarded: 19
    case .filledMeanwhile: 20
    case .importTooLarge: 21
    }
  }
}
