import Answers
import Connector
import Crypto
import Encoding
import EventLog
import HTTPTypes
import Hummingbird
import Integrations
import NIOCore
import Visits

/// Status, reasons and company logs, in the shapes of docs/json.md.
struct IntegrationRoutes {
  let site: Site

  func add(to router: Router<WebContext>) {
    let one: RouterPath = "/v1/companies/:company/integrations/:provider"
    router.get("/v1/integrations") { try await list($0, $1) }
    router.get(one) { try status($0, $1) }
    router.get("\(one)/why") { try why($0, $1) }
    router.get("\(one)/log") { try await log($0, $1) }
  }

  // MARK: One

  private func status(_ request: Request, _ context: WebContext) throws -> Response {
    let (company, provider) = try integration(request, context)
    let moment = try APIQuery(request).moment()
    guard let view = try site.ledger.integration(of: company, provider, at: moment) else {
      throw WebError.noSuchThing
    }
    // The clock alone changes `at`, so it is no part of what the tag names.
    let tag =
      "\"\(Array(SHA256.hash(data: Array(view.json.without("at").compact.utf8))).hexadecimal)\""
    guard !request.has(tag) else {
      return Response(status: .notModified, headers: [.eTag: tag])
    }
    var response = Self.answer(view.json)
    response.headers[.eTag] = tag
    return response
  }

  private func why(_ request: Request, _ context: WebContext) throws -> Response {
    let (company, provider) = try integration(request, context)
    let query = APIQuery(request)
    let language = try query.language(context)
    guard
      let explanation = try site.ledger.explanation(of: company, provider, at: try query.moment())
    else { throw WebError.noSuchThing }
    return Self.answer(explanation.json(language))
  }

  private func log(_ request: Request, _ context: WebContext) async throws -> Response {
    let (company, provider) = try integration(request, context)
    let query = APIQuery(request)
    let (moment, language) = (try query.moment(), try query.language(context))
    let ledger = site.ledger
    guard try ledger.integration(of: company, provider, at: moment) != nil else {
      throw WebError.noSuchThing
    }
    return try await site.historyWork.stream([.contentType: "application/json"]) { outlet in
      var separator = "["
      try ledger.forEachLogLine(of: company, provider, at: moment) { line in
        let text = separator + LogEntry(line, language).json.compact
        try Array(text.utf8).withUnsafeBytes(outlet.write)
        separator = ","
        return true
      }
      try Array((separator == "[" ? "[]\n" : "]\n").utf8).withUnsafeBytes(outlet.write)
    }
  }

  private func integration(
    _ request: Request, _ context: WebContext
  ) throws -> (Company, Provider) {
    let caller = try site.caller(request, context, .statusRead)
    return (try caller.company(context), try site.knownProvider(context))
  }

  // MARK: All

  private static let limits = 1...1000

  /// A page of the integrations that match, in the order of the companies and then of the providers.
  private func list(_ request: Request, _ context: WebContext) async throws -> Response {
    let caller = try site.caller(request, context, .statusRead)
    let parameters = APIQuery(request)
    var query = StatusQuery()
    query.companies = caller.companies(among: try parameters.companies())
    query.filter.phases = try parameters.words("phase", Phase.self)
    query.filter.verdicts = try parameters.words("verdict", VerdictCode.self)
    query.moment = try parameters.moment()
    let providers = try parameters.providers()
    if providers.count == 1 { query.provider = providers.first }
    query.after = try parameters.text("after").map(Self.place)
    let limit = try parameters.number("limit", Self.limits) ?? 100
    let (ledger, asked) = (site.ledger, query)
    let read: @Sendable () throws -> [IntegrationView] = {
      var views: [IntegrationView] = []
      try ledger.forEachIntegration(asked) { view in
        guard providers.isEmpty || providers.contains(view.provider) else { return true }
        views.append(view)
        return views.count <= limit
      }
      return views
    }
    // The past is folded from the whole log.
    let views =
      query.moment == .now
      ? try read()
      : try await untilGone(request, context) { _ in try await site.historyWork.run(read) }
    let page = views.prefix(limit)
    let next = views.count > limit ? page.last.map { "\($0.company)/\($0.provider.rawValue)" } : nil
    return Self.answer(
      .object([("items", .array(page.map(\.json))), ("next", .text(next))]))
  }

  /// Reads `company/provider`.
  private static func place(_ text: String) throws(WebError) -> StatusQuery.Place {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, let company = Company(parts[0]),
      let provider = Provider(rawValue: parts[1])
    else {
      throw .malformed(
        "after", Text("what `next` of the page before says", "vad `next` på sidan före säger"))
    }
    return StatusQuery.Place(company: company, provider: provider)
  }

  static func answer(_ json: JSON, _ status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: "application/json"],
      body: .init(byteBuffer: ByteBuffer(string: json.compact + "\n")))
  }
}

extension Site {
  /// The provider of a path, whether it can be connected here now or only was.
  func knownProvider(_ context: WebContext) throws(WebError) -> Provider {
    guard let provider = context.parameters.get("provider").flatMap(Provider.init(rawValue:)) else {
      throw .noSuchThing
    }
    return provider
  }
}
