import Foundation
import HTTPTypes
import Hummingbird
import Synchronization

/// Login, choice of company, consent, and the way back to the product
/// (https://www.fortnox.se/developer/authorization/get-authorization-code).
struct FortnoxLoginPages {
  let sandbox: FortnoxSandbox

  func add(to router: Router<BasicRequestContext>) {
    router.get("/oauth-v1/auth") { request, _ in authorize(Fields(request.uri.query ?? "")) }
    router.post("/oauth-v1/login") { request, _ in login(try await Fields.form(request)) }
    router.post("/oauth-v1/company") { request, _ in choose(try await Fields.form(request)) }
    router.post("/oauth-v1/consent") { request, _ in consent(try await Fields.form(request)) }
  }

  // MARK: Login

  private func authorize(_ query: Fields) -> Response {
    sandbox.parts.log.count("authorizeRequests")
    // Nobody is sent to an address that is not registered (RFC 6749 section 4.1.2.1).
    guard let address = sandbox.parts.app.redirectURI(query) else {
      return sandbox.page(
        "error", ["text": "Auth code or ClientID supplied is invalid"], .badRequest)
    }
    let flow = FortnoxState.LoginFlow(
      redirectURI: address, state: query["state"] ?? "",
      scopes: (query["scope"] ?? "").split(separator: " ").map(String.init),
      isService: query["account_type"] == "service", challenge: query["code_challenge"])
    let accountType = query["account_type"]
    guard query["response_type"] == "code", !flow.state.isEmpty,
      accountType == nil || accountType == "service",
      flow.challenge == nil || query["code_challenge_method"] == "S256"
    else { return flow.back.with(error: "invalid_request", "The request is not well-formed") }
    let withheld = sandbox.state.withLock { $0.withheld }
    let scopes = Set(FortnoxWorld.scopes.values).subtracting(withheld)
    guard flow.scopes.allSatisfy(scopes.contains), !flow.scopes.isEmpty else {
      return flow.back.with(error: "invalid_scope", "Invalid scope")
    }
    guard !flow.isService || !withheld.contains(FortnoxState.serviceAccounts) else {
      return flow.back.with(error: "invalid_request", "Client does not allow service account")
    }
    let id = SandboxToken.random()
    sandbox.state.withLock { $0.flows[id] = flow }
    return loginPage(id)
  }

  private func loginPage(_ id: String, _ fault: String? = nil) -> Response {
    let people = sandbox.state.withLock { state in
      state.world.people.map { person -> [String: Any] in
        [
          "user": person.user, "password": person.password,
          "about": Self.about(person, state.world),
        ]
      }
    }
    var values: [String: Any] = ["flow": id, "people": people]
    values["fault"] = fault
    return sandbox.page("login", values)
  }

  /// What a person can be used to try: roles, missing rights and missing licences.
  static func about(_ person: FortnoxWorld.ImitatedPerson, _ world: FortnoxWorld) -> String {
    person.companies.sorted { $0.key < $1.key }.map { number, membership in
      let company = world.companies[number]
      var words = [company?.name ?? number]
      if membership.isSystemAdministrator { words.append("systemadministratör") }
      let missing = FortnoxWorld.everyRight.subtracting(membership.rights).sorted()
      if !missing.isEmpty { words.append("saknar behörighet: \(missing.joined(separator: ", "))") }
      let unlicensed = FortnoxWorld.everyLicence.subtracting(company?.licences ?? []).sorted()
      if !unlicensed.isEmpty {
        words.append("licens saknas: \(unlicensed.joined(separator: ", "))")
      }
      if company?.hasApp == false { words.append("appen är inte köpt") }
      if company?.isLocked == true { words.append("kontot är låst") }
      return words.joined(separator: ", ")
    }.joined(separator: "; ")
  }

  private func login(_ form: Fields) -> Response {
    guard let id = form["flow"], let flow = flow(id) else { return gone() }
    let person = sandbox.state.withLock { state in
      state.world.people.first { $0.user == form["user"] && $0.password == form["password"] }
    }
    // A failed login stays at Fortnox; the product is not told.
    guard let person else { return loginPage(id, "Fel användarnamn eller lösenord.") }
    sandbox.state.withLock { $0.flows[id]?.user = person.user }
    guard person.companies.count == 1, let only = person.companies.keys.first else {
      let companies = person.companies.keys.sorted().map { number -> [String: Any] in
        ["number": number, "name": companyName(number)]
      }
      return sandbox.page("company", ["flow": id, "companies": companies, "name": person.name])
    }
    return consentPage(id, flow, of: person, company: only)
  }

  private func choose(_ form: Fields) -> Response {
    guard let id = form["flow"], let flow = flow(id), let number = form["company"],
      let person = person(flow), person.companies[number] != nil
    else { return gone() }
    return consentPage(id, flow, of: person, company: number)
  }

  /// The page that asks for consent, or the redirect with the reason why none can be given.
  private func consentPage(
    _ id: String, _ flow: FortnoxState.LoginFlow, of person: FortnoxWorld.ImitatedPerson,
    company number: String
  ) -> Response {
    sandbox.state.withLock { $0.flows[id]?.company = number }
    let company = sandbox.state.withLock { $0.world.companies[number] }
    guard let company, !company.isLocked else { return .redirect(flow.redirectURI) }
    guard company.hasApp else {
      return flow.back.with(
        error: "error_missing_app_license", "The integration must be purchased first")
    }
    guard company.licences.contains("integration") else {
      return flow.back.with(error: "error_missing_license", "Missing license")
    }
    let unlicensed = flow.scopes.filter {
      $0 != "companyinformation" && !company.licences.contains($0)
    }
    guard unlicensed.isEmpty else {
      return flow.back.with(
        error: "error_missing_license",
        "The company does not have enough licenses for \(unlicensed.joined(separator: ", "))")
    }
    return sandbox.page(
      "consent",
      [
        "flow": id, "scopes": flow.scopes, "company": company.name, "name": person.name,
        "isService": flow.isService,
      ])
  }

  // MARK: The way back

  private func consent(_ form: Fields) -> Response {
    guard let id = form["flow"], let flow = flow(id), let number = flow.company,
      let person = person(flow)
    else { return gone() }
    sandbox.state.withLock { $0.flows[id] = nil }
    let fault = sandbox.parts.faults.take(.callback)
    if let fault, let response = flow.back.with(fault.fault, fault.text) { return response }
    guard form["answer"] == "approve" else {
      return flow.back.with(error: "access_denied", "The user denied the request")
    }
    let isAdministrator = person.companies[number]?.isSystemAdministrator == true
    guard !flow.isService || isAdministrator else {
      return flow.back.with(
        error: "error_missing_system_admin_right",
        "Only system administrators can authorize service accounts")
    }
    return flow.back.with(
      code: code(flow, person, number), fault?.fault, issuer: "https://apps.fortnox.se")
  }

  private func code(
    _ flow: FortnoxState.LoginFlow, _ person: FortnoxWorld.ImitatedPerson, _ number: String
  ) -> String {
    let code = SandboxToken.random()
    let now = sandbox.parts.clock.now()
    sandbox.state.withLock { state in
      state.grants.append(
        FortnoxState.IssuedGrant(
          company: number, user: person.user, isService: flow.isService,
          scopes: Set(flow.scopes), refreshUntil: now))
      state.codes[code] = FortnoxState.IssuedCode(
        grant: state.grants.count - 1, redirectURI: flow.redirectURI, challenge: flow.challenge,
        until: now.addingTimeInterval(600))
    }
    return code
  }

  // MARK: Pieces

  private func flow(_ id: String) -> FortnoxState.LoginFlow? {
    sandbox.state.withLock { $0.flows[id] }
  }

  private func person(_ flow: FortnoxState.LoginFlow) -> FortnoxWorld.ImitatedPerson? {
    sandbox.state.withLock { state in state.world.people.first { $0.user == flow.user } }
  }

  private func companyName(_ number: String) -> String {
    sandbox.state.withLock { $0.world.companies[number]?.name ?? number }
  }

  private func gone() -> Response {
    sandbox.page(
      "error", ["text": "Inloggningen är avslutad. Börja om i \(sandbox.parts.app.name)."], .gone)
  }
}
