import HTTPTypes
import Hummingbird

/// Adds the headers of every answer; forms may lead only to the imitation and to the product.
struct SandboxHeaders: RouterMiddleware {
  /// Where forms may lead besides the imitation itself.
  let formOrigins: [String]

  /// Any port of this computer.
  static let loopback = ["http://127.0.0.1:*", "http://localhost:*"]

  func handle(
    _ request: Request, context: BasicRequestContext,
    next: (Request, BasicRequestContext) async throws -> Response
  ) async throws -> Response {
    var response: Response
    do {
      response = try await next(request, context)
    } catch let error as any HTTPResponseError {
      response = Response(status: error.status)
    }
    let origins = (["'self'"] + formOrigins).joined(separator: " ")
    response.headers[.contentSecurityPolicy] =
      "default-src 'none'; style-src 'self'; form-action \(origins); base-uri 'none'; "
      + "frame-ancestors 'none'"
    response.headers[.xContentTypeOptions] = "nosniff"
    response.headers[.cacheControl] = "no-store"
    for (name, value) in [("Referrer-Policy", "no-referrer"), ("X-Frame-Options", "DENY")] {
      if let field = HTTPField.Name(name) { response.headers[field] = value }
    }
    return response
  }
}
