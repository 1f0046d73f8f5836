import HTTPTypes
import Hummingbird
import Synchronization

/// Marks that a connection ends with the answer to its request.
final class LastAnswer: Sendable {
  private let flag = Atomic(false)

  var isLast: Bool { flag.load(ordering: .relaxed) }

  func mark() { flag.store(true, ordering: .relaxed) }
}

/// Runs `body`, which may take long, and cancels it when the browser goes away.
///
/// Meanwhile the connection is read only to notice its end, so no further request can arrive on it; the
/// answer therefore closes it.
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
