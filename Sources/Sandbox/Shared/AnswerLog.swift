import Hummingbird
import Synchronization

/// What an imitation was asked and answered, to be compared with the product's own records.
final class AnswerLog: Sendable {
  private struct Entries {
    var counts: [String: Int] = [:]
    var answers: [String] = []
  }

  private let entries = Mutex(Entries())

  /// Counts one more of something.
  func count(_ what: String) { entries.withLock { $0.counts[what, default: 0] += 1 } }

  /// Adds an answer; the oldest are dropped.
  fileprivate func add(_ answer: String) {
    entries.withLock { entries in
      entries.answers.append(answer)
      if entries.answers.count > 2000 { entries.answers.removeFirst(1000) }
    }
  }

  func clear() { entries.withLock { $0 = Entries() } }

  var counts: [String: Int] { entries.withLock { $0.counts } }

  /// Each request and the status of its answer; `-` if it got none.
  var answers: [String] { entries.withLock { $0.answers } }
}

/// Logs each request for a program's use and its answer; the pages for people are left out.
struct AnswerLogging: RouterMiddleware {
  let log: AnswerLog
  /// True for the paths that are logged.
  let isLogged: @Sendable (String) -> Bool

  func handle(
    _ request: Request, context: BasicRequestContext,
    next: (Request, BasicRequestContext) async throws -> Response
  ) async throws -> Response {
    let path = request.uri.path
    guard isLogged(path) else { return try await next(request, context) }
    let place = path.split(separator: "/").last.map(String.init) ?? path
    do {
      let response = try await next(request, context)
      log.add("\(place) \(response.status.code)")
      return response
    } catch {
      log.add("\(place) -")
      throw error
    }
  }
}
