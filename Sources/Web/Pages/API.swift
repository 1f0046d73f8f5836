import Answers
import Connector
import EventLog
import HTTPTypes
import Hummingbird
import Integrations
import NIOCore
import Visits

/// The interface for programs: the shapes of docs/json.md, for a session or with a service key.
struct API {
  let site: Site

  func add(to router: Router<WebContext>) {
    let base: RouterPath = "/api/companies/:company/:provider"
    router.get("\(base)/status") { try status($0, $1) }
    router.get("\(base)/why") { try why($0, $1) }
    router.get("\(base)/log") { try await log($0, $1) }
    router.get("\(base)/history") { try await history($0, $1) }
    router.get("\(base)/token") { try await token($0, $1) }
    router.post("/api/links") { try await link($0, $1) }
  }

  // MARK: Access

  /// The integration that is asked for, by a visitor who may see it or a key with a scope.
  private func integration(
    _ request: Request, _ context: WebContext, _ scope: Scope
  ) throws -> (Company, Provider) {
    guard let caller = try site.caller(request, context) else {
      return (try site.company(context).1, try site.provider(context))
    }
    try caller.require(scope)
    return (try caller.company(context), try site.provider(context))
  }

  // MARK: Answers

  private func status(_ request: Request, _ context: WebContext) throws -> Response {
    let (company, provider) = try integration(request, context, .statusRead)
    guard let view = try site.ledger.integration(of: company, provider) else {
      throw WebError.notFound
    }
    return Self.answer(view.json)
  }

  private func why(_ request: Request, _ context: WebContext) throws -> Response {
    let (company, provider) = try integration(request, context, .statusRead)
    guard let explanation = try site.ledger.explanation(of: company, provider) else {
      throw WebError.notFound
    }
    return Self.answer(explanation.json(context.language))
  }

  private func log(_ request: Request, _ context: WebContext) async throws -> Response {
    let (company, provider) = try integration(request, context, .statusRead)
    let (ledger, language) = (site.ledger, context.language)
    return try await site.historyWork.stream([.contentType: "application/json"]) { outlet in
      var separator = "["
      try ledger.forEachLogLine(of: company, provider) { line in
        let text = separator + LogEntry(line, language).json.compact
        try Array(text.utf8).withUnsafeBytes(outlet.write)
        separator = ","
        return true
      }
      try Array((separator == "[" ? "[]\n" : "]\n").utf8).withUnsafeBytes(outlet.write)
    }
  }

  /// The stored records, one a line.
  private func history(_ request: Request, _ context: WebContext) async throws -> Response {
    let (company, provider) = try integration(request, context, .recordsRead)
    let ledger = site.ledger
    return try await site.historyWork.stream([.contentType: "application/jsonl"]) { outlet in
      var query = RecordQuery(of: company)
      query.provider = provider
      try ledger.forEachRecord(query) { _, bytes in
        try outlet.write(bytes)
        try [UInt8(0x0a)].withUnsafeBytes(outlet.write)
        return true
      }
    }
  }

  /// A fresh access token for the host application.
  private func token(_ request: Request, _ context: WebContext) async throws -> Response {
    let caller = try site.caller(request, context, .tokensRead)
    let (company, provider) = (try caller.company(context), try site.provider(context))
    // A token may have to be fetched from the provider, which HEAD must not cause.
    if request.method == .head { return Self.answer(.object([])) }
    let token = try await site.connector.accessToken(of: company, provider)
    return Self.answer(
      .object([
        ("accessToken", .string(token.value)), ("expiresAt", .string(token.expiresAt.description)),
      ]))
  }

  /// A one-time link: form fields `company`, `role` and `person`.
  private func link(_ request: Request, _ context: WebContext) async throws -> Response {
    let caller = try site.caller(request, context, .sessionsCreate)
    let body = try await request.body.collect(upTo: context.maxUploadSize)
    let form = FormFields(String(buffer: body))
    guard let company = form["company"].flatMap({ Company($0) }),
      let role = form["role"].flatMap(Actor.Role.init(rawValue:)),
      EntryLink.roles.contains(role),
      let actor = form["person"].flatMap({ Actor(role, $0) })
    else {
      throw WebError(
        .badRequest, "link", title: Text("A link needs more", "En länk behöver mer"),
        text: Text(
          "Send the form fields company, role (administrator, support, auditor or operator) and "
            + "person (an opaque id).",
          "Skicka formulärfälten company, role (administrator, support, auditor eller operator) och "
            + "person (ett id)."))
    }
    guard caller.key.isFor(company) else { throw WebError.noSuchThing }
    // Every other role sees all companies.
    guard caller.key.companies == nil || role == .administrator else { throw WebError.otherRole }
    let link = try site.makeLink(for: actor, to: company, by: Connector.host)
    return Self.answer(
      .object([
        ("link", .string(link)),
        ("expiresAt", .string(site.now.adding(seconds: Limits.linkSeconds).description)),
      ]), .created)
  }

  // MARK: Writing

  private static func answer(_ json: JSON, _ status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: "application/json"],
      body: .init(byteBuffer: ByteBuffer(string: json.compact + "\n")))
  }

  /// An error as JSON.
  static func error(_ error: WebError, _ product: HostProduct) -> Response {
    answer(
      .object([
        ("error", .string(error.code)), ("text", .string(error.text(product)(.english))),
      ]), error.status)
  }
}

extension WebError {
  /// A key of some companies asks for a link that would show all of them.
  fileprivate static let otherRole = WebError(
    .forbidden, "forbidden",
    title: Text("The key may not do this", "Nyckeln får inte göra detta"),
    text: Text(
      "A key that is for some companies makes links for administrators alone, because people of every "
        + "other role see all companies.",
      "En nyckel som gäller vissa företag skapar länkar bara för administratörer, eftersom personer i "
        + "alla andra roller ser alla företag."))
}
