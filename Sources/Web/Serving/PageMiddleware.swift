import Connector
import Encoding
import EventLog
import Foundation
import HTTPTypes
import Hummingbird
import Integrations
import Logging
import Visits

/// Wraps every request: measures its time, logs it, adds headers, and turns errors into pages.
struct PageMiddleware: RouterMiddleware {
  let site: Site
  let log: Logger

  init(_ site: Site, log: Logger) {
    self.site = site
    self.log = log
  }

  func handle(
    _ request: Request, context: WebContext,
    next: (Request, WebContext) async throws -> Response
  ) async throws -> Response {
    let start = ContinuousClock.now
    var context = context
    let cookies = Cookies.read(request)
    context.language = language(request, cookies)
    context.takesGzip = Gzip.isAccepted(by: request)
    context.path = request.method == .get ? Self.address(request) : "/"
    let isProgram = request.uri.path.hasPrefix("/v1/")
    if isProgram { context.request = UUID().uuidString.lowercased() }
    var refusal: String?
    var response: Response
    do {
      if site.connections.isCrowded, !Self.isNeeded(request.uri.path) { throw WebError.crowded }
      context.visitor = try visitor(cookies)
      if site.configuration.demo != nil, !Self.onlyLooks(request) { throw WebError.onlyShown }
      if site.configuration.isFollower, !Self.onlyReads(request) { throw WebError.follower }
      response = try await next(request, context)
    } catch {
      let failure = WebError(error)
      refusal = failure.code
      if failure.status == .internalServerError {
        // The cause is for operators; no error of ours holds a secret.
        let path = PageMiddleware.shown(request.uri.path)
        log.error("broken", metadata: ["error": "\(error)", "path": "\(path)"])
      }
      response = answer(failure, request, context)
    }
    // An answer to HEAD must have no body, even a refusal: it would be read as the next answer (RFC 9110
    // section 9.3.2).
    if request.method == .head { response = response.createHeadResponse() }
    if context.lastAnswer.isLast { response.headers[.connection] = "close" }
    dress(&response, isAsset: request.uri.path.hasPrefix("/assets/"))
    if isProgram { response.headers[.authledgerRequest] = context.request }
    let time = start.duration(to: .now)
    logRequest(request, context, response, refusal: refusal, time: time)
    return response
  }

  /// True if a request changes nothing in the ledger.
  private static func onlyLooks(_ request: Request) -> Bool {
    switch request.method {
    case .get, .head: !request.uri.path.split(separator: "/").starts(with: ["oauth"])
    default: ["/sandbox-enter", "/leave", "/language", "/verify"].contains(request.uri.path)
    }
  }

  /// True if a request asks for nothing that is recorded, signed or sent to a provider.
  private static func onlyReads(_ request: Request) -> Bool {
    let parts = request.uri.path.split(separator: "/")
    switch request.method {
    case .get, .head: return !parts.starts(with: ["oauth"]) && parts.last != "token"
    default: return ["/enter", "/leave", "/language", "/verify"].contains(request.uri.path)
    }
  }

  private func answer(_ error: WebError, _ request: Request, _ context: WebContext) -> Response {
    // A page may load itself again; a form must not, and its address is not a page.
    let isForm = request.method != .get && request.method != .head
    var error = error
    if isForm, error.retrySeconds != nil { error.text = { _ in WebError.again } }
    let again = isForm && error.code == WebError.busy.code ? resending(request, context) : nil
    let path = request.uri.path
    var response =
      path.hasPrefix("/v1/")
      ? ProblemDetails.response(error, context, site.product)
      : path.hasPrefix("/api/")
        ? API.error(error, site.product)
        : site.page(error, context, asksAgain: !isForm, again: again)
    if let seconds = error.retrySeconds { response.headers[.retryAfter] = "\(seconds)" }
    if let allowed = error.allowed { response.headers[.allow] = allowed }
    return response
  }

  /// The form of the request, to be sent again with the same record id; nil if it was not read.
  private func resending(_ request: Request, _ context: WebContext) -> [String: Any]? {
    guard context.visitor != nil, let fields = context.sent.fields else { return nil }
    let id = fields["id"] ?? "\(site.connector.effects.id() as RecordID)"
    return [
      "action": request.uri.path, "id": id, "seconds": WebError.busy.retrySeconds ?? 1,
      "fields": fields.without("token", "id").items.map { ["name": $0.name, "value": $0.value] },
    ]
  }

  /// True for the addresses that are answered even when the server is crowded: callbacks and health.
  private static func isNeeded(_ path: String) -> Bool {
    // The router ignores empty parts.
    ["oauth", "healthz", "readyz"].contains(path.split(separator: "/").first ?? "")
  }

  /// The page to return to, with its filters; never the query of a callback, which holds secrets.
  private static func address(_ request: Request) -> String {
    let path = request.uri.path
    guard let query = request.uri.query, !path.hasPrefix("/oauth/") else { return path }
    let isOurs = ["/history", "/support", "/companies/"].contains { path.hasPrefix($0) }
    return isOurs ? "\(path)?\(query)" : path
  }

  /// The visitor of the session; nil if nobody is signed in.
  private func visitor(_ cookies: [String: String]) throws -> Visitor? {
    guard let cookie = cookies[Site.sessionCookie], Secret.isOne(cookie),
      let entry = try site.connector.vault.entry(.session, value: cookie, at: site.now)
    else { return nil }
    return Visitor(entry, cookie: cookie)
  }

  private func language(_ request: Request, _ cookies: [String: String]) -> Language {
    if let chosen = cookies[Site.languageCookie] { return Language(rawValue: chosen) ?? .english }
    // The first language that the browser names is enough to choose between two.
    let named = request.headers[.acceptLanguage]?.prefix(2).lowercased()
    return named.flatMap(Language.init(rawValue:)) ?? .english
  }

  private func dress(_ response: inout Response, isAsset: Bool) {
    if isAsset, response.status == .ok {
      response.headers[.cacheControl] = "public, max-age=31536000, immutable"
    } else if response.headers[.cacheControl] == nil {
      response.headers[.cacheControl] = "no-store"
    }
    site.headers.dress(&response.headers)
  }

  /// One line a request: never a query string, a header or a body.
  private func logRequest(
    _ request: Request, _ context: WebContext, _ response: Response, refusal: String?,
    time: Duration
  ) {
    site.metrics.request(
      route: context.endpointPath, method: request.method, status: response.status.code, time: time)
    let seconds = Double(time.components.attoseconds) / 1e18 + Double(time.components.seconds)
    var metadata: Logger.Metadata = [
      "method": "\(request.method.rawValue)", "path": "\(PageMiddleware.shown(request.uri.path))",
      "status": "\(response.status.code)", "ms": "\(Int(seconds * 1000))",
    ]
    if let visitor = context.visitor {
      metadata["actor"] = "\(visitor.actor)"
      // For people who see every company, the log says which one they looked at.
      if visitor.actor.role != .administrator, let company = Self.company(request) {
        metadata["company"] = "\(company)"
      }
    }
    if let refusal { metadata["refused"] = "\(refusal)" }
    if !context.request.isEmpty { metadata["request"] = "\(context.request)" }
    log.info("request", metadata: metadata)
  }

  /// The company whose page is requested; nil if the page is of none or of all.
  static func company(_ request: Request) -> Company? {
    let parts = request.uri.path.split(separator: "/").map(String.init)
    switch parts.first {
    case "history":
      return FormFields(request.uri.query ?? "")["company"].flatMap { Company($0) }
    case "api" where parts.count > 2 && parts[1] == "companies": return Company(parts[2])
    case "companies" where parts.count > 1, "evidence" where parts.count > 1:
      return Company(parts[1])
    case "support" where parts.count > 2: return Company(parts[1])
    default: return nil
    }
  }

  /// A path for the log, without the value of a link, which is secret.
  static func shown(_ path: String) -> String {
    // The router ignores empty parts, so `//enter/…` is a link too.
    if path.split(separator: "/").first == "enter" { return "/enter/…" }
    return ProviderText.shown(String(path.prefix(200)))
  }
}

extension HTTPField.Name {
  init(known name: String) {
    guard let field = HTTPField.Name(name) else { preconditionFailure("\(name) is not a header") }
    self = field
  }
}

extension WebError {
  init(_ error: any Error) {
    switch error {
    case let error as WebError: self = error
    case is CancellationError: self = .left
    case let error as any HTTPResponseError:
      self =
        error.status == .notFound
        ? .notFound
        : error.status == .contentTooLarge
          ? .tooLarge
          : WebError(
            error.status, "unfit",
            title: Text("The request was not taken", "Begäran togs inte emot"),
            text: Text("Load the page again.", "Ladda om sidan."))
    default: self = WebError(refused: error)
    }
  }
}
