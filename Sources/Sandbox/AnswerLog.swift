import Hummingbird
import Synchronization

/// Logs each request and its answer, to be compared with the product's own records.
struct AnswerLog: RouterMiddleware {
  let sandbox: FortnoxSandbox

  func handle(
    _ request: Request, context: BasicRequestContext,
    next: (Request, BasicRequestContext) async throws -> Response
  ) async throws -> Response {
    let path = request.uri.path
    guard path.hasPrefix("/3/") || path == "/oauth-v1/token" || path == "/oauth-v1/revoke" else {
      return try await next(request, context)
    }
    let place = path.split(separator: "/").last.map(String.init) ?? path
    do {
      let response = try await next(request, context)
      sandbox.state.withLock { $0.log("\(place) \(response.status.code)") }
      return response
    } catch {
      sandbox.state.withLock { $0.log("\(place) -") }
      throw error
    }
  }
}
