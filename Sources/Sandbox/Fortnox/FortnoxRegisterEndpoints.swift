import Foundation
import HTTPTypes
import Hummingbird
import Synchronization

/// The registers, below `/3/`, and their refusals.
///
/// Known codes and texts are Fortnox's own; the others, such as those for projects, are invented in the
/// same style.
struct FortnoxRegisterEndpoints {
  let sandbox: FortnoxSandbox

  func add(to router: Router<BasicRequestContext>) {
    router.get("/3/:register") { request, context in
      try await answer(request, context.parameters.get("register") ?? "")
    }
  }

  private func answer(_ request: Request, _ register: String) async throws -> Response {
    let isCompany = register == "companyinformation"
    sandbox.parts.log.count(isCompany ? "companyRequests" : "registerRequests")
    let fault = sandbox.parts.faults.take(isCompany ? .companyinformation : .register)
    if let fault {
      if let answer = FaultAnswer.afterwards(fault.fault) { return answer }
      if let answer = try await FaultAnswer.response(
        fault.fault, text: fault.text, from: sandbox.parts.faults,
        error: { status, _, text in Self.error(status, 1, text) })
      {
        return answer
      }
      if let answer = Self.denied(fault.fault) { return answer }
    }
    guard let scope = register == "me" ? "profile" : FortnoxWorld.scopes[register] else {
      return Response(status: .notFound)
    }
    return sandbox.state.withLock { state in
      authorizedAnswer(
        request, register: register, scope: scope, isOther: fault?.fault == .otherCompany,
        state: &state)
    }
  }

  private static func denied(_ fault: SandboxFault) -> Response? {
    switch fault {
    case .scopeDenied: error(403, 2_000_663, "Har inte behörighet för scope.")
    case .licenceDenied: error(400, 2_001_101, "Det finns ingen aktiv licens för önskat scope.")
    case .rightDenied: error(403, 0, "Behörighet saknas")
    case .rightDeniedIn200: error(200, 2_001_538, "Saknar behörighet för kundregister")
    case .otherWords: error(403, 2_009_999, "Det här går inte längre")
    case .noRight: .json(["CompanyInformation": ["DatabaseNumber": "API_NORIGHT"]])
    default: nil
    }
  }

  /// The rows of a register, or the refusal that the token, the licences and the rights call for.
  private func authorizedAnswer(
    _ request: Request, register: String, scope: String, isOther: Bool,
    state: inout FortnoxState
  ) -> Response {
    let header = request.headers[.authorization] ?? ""
    guard header.hasPrefix("Bearer "), let access = state.access[String(header.dropFirst(7))],
      sandbox.parts.clock.now() < access.until
    else {
      return Self.error(
        401, 2_000_311, "Kan inte logga in, access-token eller client-secret saknas.")
    }
    let grant = state.grants[access.grant]
    guard state.admits(grant.company, now: Date()) else {
      var response = Response(status: .tooManyRequests)
      response.headers[.retryAfter] = "5"
      return response
    }
    guard grant.scopes.contains(scope) else {
      return Self.error(400, 2_000_663, "Har inte behörighet för scope")
    }
    let company = state.world.companies[grant.company]
    guard company?.licences.contains("integration") == true else {
      return Self.error(403, 2_001_103, "Api-licens saknas.")
    }
    guard company?.licences.contains(scope) == true || scope == "companyinformation" else {
      return Self.error(403, 2_001_101, "Det finns ingen aktiv licens för önskat scope")
    }
    let person = state.world.people.first { $0.user == grant.user }
    let rights = person?.companies[grant.company]?.rights ?? []
    guard grant.isService || rights.contains(register) else { return Self.lacksRight(register) }
    return Self.rows(register, company, isOther ? "9999" : grant.company)
  }

  private static func lacksRight(_ register: String) -> Response {
    switch register {
    case "customers": error(400, 2_001_538, "Saknar behörighet för kundregister")
    case "suppliers": error(403, 2_003_275, "Saknar behörighet för leverantörsregister.")
    case "projects": error(400, 2_009_901, "Saknar behörighet för projektregister")
    case "invoices": error(403, 2_001_339, "Saknar behörighet för kundfakturor")
    default: error(403, 2_009_902, "Saknar behörighet för \(register)")
    }
  }

  private static func rows(
    _ register: String, _ company: FortnoxWorld.ImitatedCompany?, _ number: String
  ) -> Response {
    guard register == "companyinformation" else {
      return .json([member(of: register): [], "MetaInformation": ["@TotalResources": 0]])
    }
    return .json([
      "CompanyInformation": [
        "CompanyName": company?.name ?? "", "CountryCode": "SE",
        "DatabaseNumber": Int(number) ?? 0,
        "OrganizationNumber": company?.organisationNumber ?? "",
      ]
    ])
  }

  private static func member(of register: String) -> String {
    switch register {
    case "invoicepayments": "InvoicePayments"
    case "supplierinvoices": "SupplierInvoices"
    default: register.prefix(1).uppercased() + register.dropFirst()
    }
  }

  /// An error; the case of its keys varies, as it does at Fortnox.
  private static func error(_ status: Int, _ code: Int, _ message: String) -> Response {
    let inner: [String: Any] =
      status == 400
      ? ["error": 1, "message": message, "code": code]
      : ["Error": 1, "Message": message, "Code": code]
    return .json(["ErrorInformation": inner], HTTPResponse.Status(code: status))
  }
}
