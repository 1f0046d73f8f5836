import HTTPTypes
import Hummingbird
import Synchronization

/// Whether a connection ends with the answer to its request.
final class LastAnswer: Sendable {
  private let flag = Atomic(false)

  var isLast: Bool { flag.load(ordering: .relaxed) }

  func mark() { flag.store(true, ordering: .relaxed) }
}

/// Answers a question that may take long, and gives it up when its asker goes away.
///
/// What comes on the connection meanwhile is only looked at for its end, so no further request is
/// read from it, and the answer says so.
func untilGone<Answer: Sendable>(
  _ request: Request, _ context: WebContext, _ body: (Request) async throws -> Answer
) async throws -> Answer {
  context.lastAnswer.mark()
  return try await request.body.consumeWithCancellationOnInboundClose { bytes in
    var request = request
    request.body = bytes
    return try await body(request)
  }
}
