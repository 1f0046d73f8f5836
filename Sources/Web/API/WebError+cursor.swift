import Answers
import EventLog
import HTTPTypes
import Hummingbird
import Integrations

extension WebError {
  /// The answer to a cursor that the log cannot go on from.
  init(_ error: CursorError) {
    switch error.standing {
    case .restored(let common):
      self.init(
        .gone, "epochChanged",
        title: Text("The ledger was restored", "Liggaren är återställd"),
        text: Text(
          "What was read up to resumeFrom is still there, and what came after is not: go on after it.",
          "Det som lästes till och med resumeFrom finns kvar, och det som kom efter gör det inte: "
            + "fortsätt efter det."))
      members = [
        ("resumeFrom", .string("\(common)")), ("restored", .text(error.restored?.description)),
      ]
    case .ahead(let last), .foreign(let last): self = .ahead(of: "\(last)")
    // The log went on while it was asked how the cursor stands.
    case .holds: self = .busy
    }
  }

  /// The answer to a cursor after the end.
  static func ahead(of head: String) -> WebError {
    var error = WebError(
      .conflict, "cursorAhead",
      title: Text("The cursor is ahead", "Läget är före"),
      text: Text(
        "It lies after the end of what is here: it is of another ledger, or of one that was put back. "
          + "Find out which, and go on from head, or from 0.",
        "Det ligger efter slutet av det som finns här: det är från en annan liggare, eller från en som "
          + "lagts tillbaka. Ta reda på vilket, och fortsätt från head, eller från 0."))
    error.members = [("head", .string(head))]
    return error
  }
}
