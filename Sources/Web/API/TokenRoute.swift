import Answers
import Connector
import EventLog
import Foundation
import HTTPTypes
import Hummingbird
import Integrations
import Visits

/// An access token for the host application, or the reason that there is none.
struct TokenRoute {
  let site: Site

  func add(to router: Router<WebContext>) {
    router.post("/v1/companies/:company/integrations/:provider/token") { try await token($0, $1) }
  }

  private func token(_ request: Request, _ context: WebContext) async throws -> Response {
    let caller = try site.caller(request, context, .tokensRead)
    let (company, provider) = (try caller.company(context), try site.provider(context))
    let seconds = try await Self.minimumSeconds(request, context)
    do {
      let token = try await site.connector.accessToken(
        of: company, provider, minimumSeconds: seconds)
      site.metrics.token(.given)
      return IntegrationRoutes.answer(
        .object([
          ("accessToken", .string(token.value)), ("tokenType", .string("bearer")),
          ("expiresAt", .string(token.expiresAt.description)),
          ("scopes", .list(token.scopes)), ("providerCompany", .text(token.providerCompany)),
        ]))
    } catch {
      let refusal = WebError(error)
      site.metrics.token(refusal.status == .conflict ? .refused : .failed)
      throw try explained(refusal, of: company, provider, context)
    }
  }

  /// The error with what `why` says of the integration.
  private func explained(
    _ error: WebError, of company: Company, _ provider: Provider, _ context: WebContext
  ) throws -> WebError {
    guard [.conflict, .badGateway].contains(error.status),
      let explanation = try site.ledger.explanation(of: company, provider)
    else { return error }
    var error = error
    if error.status == .badGateway {
      error.status = .serviceUnavailable
      error.retrySeconds = 60
    }
    let json = explanation.json(context.language)
    error.members = ["verdict", "fixer", "retry"].map { ($0, json[$0]) }
    error.members.append(
      ("why", .string("/v1/companies/\(company)/integrations/\(provider.rawValue)/why")))
    return error
  }

  private struct Wanted: Decodable {
    var minimumSeconds: Int64?
  }

  /// How long the token must still work, from the body; 300 seconds without one.
  private static func minimumSeconds(
    _ request: Request, _ context: WebContext
  ) async throws -> Int64 {
    let body = try await request.body.collect(upTo: context.maxUploadSize)
    guard body.readableBytes > 0 else { return Connector.remainingSeconds }
    let type = request.headers[.contentType]?.split(separator: ";").first
    guard type == "application/json" else { throw WebError.unsupportedType }
    guard let wanted = try? JSONDecoder().decode(Wanted.self, from: Data(body.readableBytesView))
    else {
      throw WebError.malformed(
        "The body",
        Text("JSON such as {\"minimumSeconds\":300}", "JSON som {\"minimumSeconds\":300}"))
    }
    let seconds = wanted.minimumSeconds ?? Connector.remainingSeconds
    guard (0...3600).contains(seconds) else {
      throw WebError.malformed(
        "minimumSeconds",
        Text("a whole number from 0 to 3600", "ett heltal från 0 till 3600"))
    }
    return seconds
  }
}

extension WebError {
  static let unsupportedType = WebError(
    .unsupportedMediaType, "unsupportedType",
    title: Text("Not in that form", "Inte i den formen"),
    text: Text(
      "Send the body as application/json, or none.",
      "Skicka innehållet som application/json, eller inget."))
}
