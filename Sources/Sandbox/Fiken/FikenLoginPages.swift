import Foundation
import HTTPTypes
import Hummingbird
import Synchronization

/// Login, consent, and the way back to the product.
///
/// A login leads over a second host name, as Fiken's does: what goes on from a form must not count on
/// one address.
struct FikenLoginPages {
  let sandbox: FikenSandbox

  private static let parameters: Set = ["response_type", "client_id", "redirect_uri", "state"]

  func add(to router: Router<BasicRequestContext>) {
    router.get("/oauth/authorize") { request, _ in authorize(request) }
    router.get("/login") { request, _ in loginPage(Fields(request.uri.query ?? "")) }
    router.post("/login") { request, _ in login(try await Fields.form(request)) }
    router.get("/oauth/consent") { request, _ in consentPage(Fields(request.uri.query ?? "")) }
    router.post("/oauth/consent") { request, _ in consent(try await Fields.form(request)) }
  }

  // MARK: Login

  private func authorize(_ request: Request) -> Response {
    sandbox.parts.log.count("authorizeRequests")
    let query = Fields(request.uri.query ?? "")
    // Nobody is sent to an address that is not registered (RFC 6749 section 4.1.2.1).
    guard let address = sandbox.parts.app.redirectURI(query) else {
      return sandbox.page(
        "error", ["text": "Ukjent klient eller redirect_uri."], .badRequest)
    }
    let authority = request.head.authority ?? "127.0.0.1"
    let flow = FikenState.Login(
      redirectURI: address, state: query["state"] ?? "", challenge: query["code_challenge"],
      origin: "http://\(authority)")
    let switches = sandbox.state.withLock { $0.switches }
    let isKnown = query.names.isSubset(of: Self.parameters)
    guard query["response_type"] == "code", !flow.state.isEmpty,
      flow.challenge == nil || query["code_challenge_method"] == "S256",
      isKnown || switches.unknownParameters == .ignored
    else {
      return refused(
        flow, "invalid_request", "The request is missing a parameter or has a wrong one")
    }
    let id = SandboxToken.random()
    sandbox.state.withLock { $0.flows[id] = flow }
    return .redirect("http://\(Self.other(authority))/login?flow=\(id)")
  }

  /// The same port under this computer's other name.
  private static func other(_ authority: String) -> String {
    authority.hasPrefix("localhost")
      ? authority.replacing("localhost", with: "127.0.0.1")
      : authority.replacing("127.0.0.1", with: "localhost")
  }

  private func loginPage(_ query: Fields) -> Response {
    guard let id = query["flow"], flow(id) != nil else { return gone() }
    return sandbox.loginPage(action: "/login", flow: id)
  }

  /// What a person can be used to try: missing rights, modules and numbers.
  static func about(_ person: FikenWorld.User, _ world: FikenWorld) -> String {
    let companies = person.companies.sorted { $0.key < $1.key }
    let texts = companies.prefix(3).map { slug, registers in
      let company = world.companies[slug]
      var words = ["\(company?.name ?? slug) (\(slug))"]
      let missing = FikenWorld.everyRegister.subtracting(registers).sorted()
      if !missing.isEmpty { words.append("mangler rettighet: \(missing.joined(separator: ", "))") }
      if company?.modules.contains("api") == false { words.append("API-modulen er ikke bestilt") }
      if company?.modules.contains("project") == false {
        words.append("prosjektmodulen er ikke bestilt")
      }
      if company?.isTest == true { words.append("testforetak") }
      if company?.organisationNumber == nil { words.append("uten organisasjonsnummer") }
      return words.joined(separator: ", ")
    }
    let rest = companies.count - texts.count
    return (texts + (rest > 0 ? ["og \(rest) til"] : [])).joined(separator: "; ")
  }

  private func login(_ form: Fields) -> Response {
    guard let id = form["flow"], let flow = flow(id) else { return gone() }
    // A failed login stays at Fiken; the product is not told.
    guard let person = sandbox.person(form) else {
      return sandbox.loginPage(action: "/login", flow: id, fault: true)
    }
    sandbox.state.withLock { $0.flows[id]?.user = person.user }
    return .redirect("\(flow.origin)/oauth/consent?flow=\(id)")
  }

  // MARK: Consent

  private func consentPage(_ query: Fields) -> Response {
    guard let id = query["flow"], let person = sandbox.person(flow(id)?.user) else {
      return gone()
    }
    return sandbox.page(
      "consent", ["flow": id, "name": person.name, "companies": sandbox.choices(of: person)])
  }

  private func consent(_ form: Fields) -> Response {
    guard let id = form["flow"], let flow = flow(id), let person = sandbox.person(flow.user) else {
      return gone()
    }
    sandbox.state.withLock { $0.flows[id] = nil }
    let fault = sandbox.parts.faults.take(.callback)
    if let fault, let response = flow.back.with(fault.fault, fault.text) { return response }
    guard form["answer"] == "approve" else {
      return refused(flow, "access_denied", "The user denied the request")
    }
    let now = sandbox.parts.clock.now()
    let code = sandbox.state.withLock {
      $0.consent(flow, of: person.user, to: form.all("company"), now: now)
    }
    return flow.back.with(code: code, fault?.fault, issuer: "https://fiken.no")
  }

  private func refused(_ flow: FikenState.Login, _ error: String, _ text: String) -> Response {
    let hasState = sandbox.state.withLock { $0.switches.errorState == .sent }
    let fields = [("error", error), ("error_description", text)]
    return flow.back.with(fields + (hasState ? [("state", flow.state)] : []))
  }

  // MARK: Pieces

  private func flow(_ id: String) -> FikenState.Login? {
    sandbox.state.withLock { $0.flows[id] }
  }

  private func gone() -> Response {
    sandbox.page(
      "error", ["text": "Innloggingen er avsluttet. Start på nytt i \(sandbox.parts.app.name)."],
      .gone)
  }
}
