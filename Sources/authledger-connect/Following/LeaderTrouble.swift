import EventLog
import Integrations

/// Why an answer of the leader cannot be used; asked again later, it may be.
struct LeaderTrouble: ErrorWithText, Hashable {
  let text: Text
  let failure = Failure.unavailable
  /// How long the leader asks to wait.
  var retryAfterSeconds: Int64?

  init(_ english: String, _ swedish: String, retryAfterSeconds: Int64? = nil) {
    text = Text(english, swedish)
    self.retryAfterSeconds = retryAfterSeconds
  }
}

/// An answer of the leader that says how a cursor stands.
enum CursorAnswer: Error {
  /// The leader was restored; up to this cursor its records are those of before.
  case restored(resumeFrom: FeedCursor)
  /// The cursor lies after the leader's end, which is here.
  case ahead(head: String)
}
