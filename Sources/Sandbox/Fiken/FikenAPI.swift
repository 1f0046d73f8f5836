import Foundation
import HTTPTypes
import Hummingbird
import Synchronization

/// The person, the companies and their registers, below `/api/v2/`.
///
/// Which status means what is Fiken's own; the texts are invented, in the form of Fiken's other errors.
struct FikenAPI {
  let sandbox: FikenSandbox

  func add(to router: Router<BasicRequestContext>) {
    router.get("/api/v2/user") { request, _ in
      try await answer(request, .user) { reach, _ in
        .json(["name": reach.person.name, "email": reach.person.email])
      }
    }
    router.get("/api/v2/companies") { request, _ in
      try await answer(request, .companies) { reach, fault in
        let rows = reach.companies.map { Self.row($0.slug, $0.company, fault) }
        return FikenPaging.page(rows, Fields(request.uri.query ?? ""))
      }
    }
    router.get("/api/v2/companies/:slug") { request, context in
      try await answer(request, .companies) { reach, fault in
        let slug = context.parameters.get("slug")
        guard let found = reach.companies.first(where: { $0.slug == slug }) else {
          return Self.notFound()
        }
        return .json(Self.row(found.slug, found.company, fault))
      }
    }
    for register in FikenWorld.everyRegister.sorted() {
      router.get(RouterPath("/api/v2/companies/:slug/\(register)")) { request, context in
        try await answer(request, .register) { reach, _ in
          let slug = context.parameters.get("slug")
          if let refusal = Self.refusal(register, of: slug, reach) { return refusal }
          return FikenPaging.page([Self.example(of: register)], Fields(request.uri.query ?? ""))
        }
      }
    }
  }

  /// What an access token lets a request see.
  struct Reach {
    let person: FikenWorld.User
    /// The companies of the person that the app was given, by slug.
    let companies: [(slug: String, company: FikenWorld.Business)]
  }

  // MARK: Answering

  /// Keeps to the pace, does the faults of a step, and answers for a valid token.
  private func answer(
    _ request: Request, _ step: SandboxFault.Endpoint,
    _ body: (Reach, SandboxFault?) throws -> Response
  ) async throws -> Response {
    sandbox.parts.log.count("\(step)Requests")
    // Fiken recommends a UUID with each request.
    let id = HTTPField.Name("X-Request-ID").flatMap { request.headers[$0] }
    if id.flatMap(UUID.init) == nil { sandbox.parts.log.count("requestsWithoutID") }
    let now = sandbox.parts.clock.now()
    let (key, breach) = sandbox.state.withLock { state in
      let key = Self.key(request, state, now: now)
      let breach = state.pace.begin(key, now: Date(), perSecond: sandbox.requestsPerSecond)
      return (key, breach)
    }
    if let breach {
      sandbox.parts.log.count(breach.rawValue)
      return Self.error(429, "too_many_requests", breach.text)
    }
    defer { sandbox.state.withLock { $0.pace.end(key) } }
    try await Task.sleep(for: sandbox.answerTime)
    let fault = sandbox.parts.faults.take(step)
    if let fault {
      if let answer = FaultAnswer.afterwards(fault.fault) { return answer }
      if let answer = try await FaultAnswer.response(
        fault.fault, text: fault.text, from: sandbox.parts.faults, error: Self.error)
      {
        return answer
      }
      if let answer = Self.denied(fault.fault) { return answer }
    }
    let reach = sandbox.state.withLock { Self.reach(request, $0, now: now) }
    guard let reach else { return Self.unauthorized() }
    return try body(reach, fault?.fault)
  }

  /// Whose requests count together.
  private static func key(_ request: Request, _ state: FikenState, now: Date) -> String {
    guard state.switches.oneAtATime == .person,
      let grant = state.grant(of: bearer(request), now: now)
    else { return "" }
    return state.grants[grant].user
  }

  private static func reach(_ request: Request, _ state: FikenState, now: Date) -> Reach? {
    guard let grant = state.grant(of: bearer(request), now: now),
      let person = state.world.people.first(where: { $0.user == state.grants[grant].user })
    else { return nil }
    let given = state.given[person.user, default: []].intersection(person.companies.keys)
    return Reach(
      person: person,
      companies: given.sorted().compactMap { slug in
        state.world.companies[slug].map { (slug, $0) }
      })
  }

  static func bearer(_ request: Request) -> String? {
    let header = request.headers[.authorization] ?? ""
    return header.hasPrefix("Bearer ") ? String(header.dropFirst(7)) : nil
  }

  // MARK: Refusals

  /// What speaks against a register of a company; nil if it is open.
  private static func refusal(_ register: String, of slug: String?, _ reach: Reach) -> Response? {
    guard let company = reach.companies.first(where: { $0.slug == slug })?.company else {
      return notFound()
    }
    guard company.modules.contains("api") else {
      return error(402, "payment_required", "The company has not ordered the API module")
    }
    guard register != "projects" || company.modules.contains("project") else {
      return error(402, "payment_required", "The company has not ordered the project module")
    }
    let registers = slug.flatMap { reach.person.companies[$0] } ?? []
    return registers.contains(register) ? nil : forbidden()
  }

  private static func denied(_ fault: SandboxFault) -> Response? {
    switch fault {
    case .scopeDenied: error(403, "insufficient_scope", "The token does not reach that far")
    case .licenceDenied: error(402, "payment_required", "The company lacks a module")
    case .rightDenied: forbidden()
    case .rightDeniedIn200: error(200, "forbidden", forbiddenText)
    case .otherWords: error(403, "new_rule", "Dette går ikke lenger")
    default: nil
    }
  }

  private static let forbiddenText = "The user does not have the proper authorization"

  private static func forbidden() -> Response { error(403, "forbidden", forbiddenText) }

  private static func notFound() -> Response {
    error(404, "not_found", "The requested content is not found")
  }

  static func unauthorized() -> Response {
    error(401, "invalid_token", "The access token is invalid or expired")
  }

  private static func error(_ status: Int, _ error: String, _ text: String) -> Response {
    var response = Response.oauthError(status, error, text)
    if status == 401 {
      response.headers[.wwwAuthenticate] = "Bearer realm=\"fiken\", error=\"\(error)\""
    }
    return response
  }

  // MARK: Rows

  private static func row(
    _ slug: String, _ company: FikenWorld.Business, _ fault: SandboxFault?
  ) -> [String: Any] {
    var row: [String: Any] = [
      "name": company.name, "slug": slug, "vatType": "yes", "creationDate": "2025-01-02",
      "hasApiAccess": company.modules.contains("api"), "testCompany": company.isTest,
    ]
    switch fault {
    case .otherCompany: row["organizationNumber"] = "199000199"
    case .noRight: row["organizationNumber"] = "API_NORIGHT"
    default: row["organizationNumber"] = company.organisationNumber
    }
    return row
  }

  private static func example(of register: String) -> [String: Any] {
    register == "contacts"
      ? ["contactId": 1, "name": "Kunde AS", "customer": true]
      : ["projectId": 1, "number": "1", "name": "Prosjekt", "completed": false]
  }
}
