import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Sets up the imitation: a page for people, JSON for tests.
struct ControlPages {
  let sandbox: FortnoxSandbox

  func add(to router: Router<BasicRequestContext>) {
    router.get("/sandbox") { _, _ in page() }
    router.get("/sandbox/style.css") { _, _ in
      Response(
        status: .ok, headers: [.contentType: "text/css; charset=utf-8"],
        body: .init(byteBuffer: ByteBuffer(string: SandboxTemplates.style)))
    }
    router.get("/sandbox/trap") { _, _ in trap() }
    router.post("/sandbox/trap") { _, _ in trap() }
    for action in ["clock", "fault", "calm", "right", "licence", "app", "reset"] {
      let path = RouterPath("/sandbox/\(action)")
      router.post(path) { request, _ in
        guard isOwn(request) else { return Response(status: .forbidden) }
        apply(action, try await Fields.form(request))
        return .redirect("/sandbox")
      }
      router.post(RouterPath("/sandbox/api/\(action)")) { request, _ in
        // A page of another site cannot send this without a preflight, which is never allowed.
        guard isOwn(request) else { return Response(status: .forbidden) }
        guard apply(action, try await Fields.form(request)) else {
          return .json(["error": "not understood"], .badRequest)
        }
        return .json(["done": true])
      }
    }
    router.get("/sandbox/api/state") { _, _ in report() }
  }

  private func isOwn(_ request: Request) -> Bool {
    guard let site = HTTPField.Name("Sec-Fetch-Site").flatMap({ request.headers[$0] }) else {
      return true
    }
    return site == "same-origin" || site == "none"
  }

  private func trap() -> Response {
    sandbox.state.withLock { $0.count("trapRequests") }
    return Response(status: .noContent)
  }

  @discardableResult
  private func apply(_ action: String, _ form: Fields) -> Bool {
    switch action {
    case "clock":
      guard let seconds = form["seconds"].flatMap({ Int($0) }), (0...200 * 86_400).contains(seconds)
      else { return false }
      sandbox.clock.advance(bySeconds: seconds)
      return true
    case "fault":
      guard let step = form["step"].flatMap(SandboxFault.Endpoint.init(rawValue:)),
        let fault = form["fault"].flatMap(SandboxFault.init(rawValue:))
      else { return false }
      let times = form["times"].flatMap { Int($0) } ?? 1
      sandbox.state.withLock { $0.addFault(fault, at: step, times: times, text: form["text"]) }
      return true
    case "right": return right(form)
    case "licence": return licence(form)
    case "app": return app(form)
    case "calm":
      sandbox.state.withLock { $0.faults = [:] }
      return true
    default:
      sandbox.reset()
      return true
    }
  }

  private func right(_ form: Fields) -> Bool {
    guard let company = form["company"], let register = form["register"] else { return false }
    return sandbox.state.withLock { state in
      guard let index = state.world.people.firstIndex(where: { $0.user == form["person"] }),
        state.world.people[index].companies[company] != nil
      else { return false }
      if register == "systemadministrator" {
        state.world.people[index].companies[company]?.isSystemAdministrator =
          form["granted"] == "yes"
      } else if form["granted"] == "yes" {
        state.world.people[index].companies[company]?.rights.insert(register)
      } else {
        state.world.people[index].companies[company]?.rights.remove(register)
      }
      return true
    }
  }

  /// Gives a company a licence or our app, unlocks its account, or the opposite.
  private func licence(_ form: Fields) -> Bool {
    guard let number = form["company"], let licence = form["licence"] else { return false }
    let isHeld = form["held"] == "yes"
    return sandbox.state.withLock { state in
      guard var company = state.world.companies[number] else { return false }
      switch licence {
      case "app": company.hasApp = isHeld
      case "account": company.isLocked = !isHeld
      default:
        if isHeld { company.licences.insert(licence) } else { company.licences.remove(licence) }
      }
      state.world.companies[number] = company
      return true
    }
  }

  /// Allows our app a scope, service accounts or its own credentials, or the opposite.
  private func app(_ form: Fields) -> Bool {
    guard let what = form["what"], Self.appFeatures.contains(what) else { return false }
    sandbox.state.withLock { state in
      if form["allowed"] == "yes" {
        state.withheld.remove(what)
      } else {
        state.withheld.insert(what)
      }
    }
    return true
  }

  private static let appFeatures =
    World.scopes.values.sorted() + [SandboxState.serviceAccounts, SandboxState.credentials]

  private func report() -> Response {
    let (counts, answers, grants) = sandbox.state.withLock { state in
      (
        state.counts,
        state.answers,
        state.grants.map { grant -> [String: any Sendable] in
          [
            "company": grant.company, "user": grant.user, "isService": grant.isService,
            "isAlive": grant.isAlive, "hasTokens": grant.refreshToken != nil,
          ]
        }
      )
    }
    return .json([
      "counts": counts, "answers": answers, "grants": grants, "offset": sandbox.clock.offsetSeconds,
    ])
  }

  private func page() -> Response {
    let state = sandbox.state.withLock { $0 }
    let registers = World.scopes.keys.sorted() + ["systemadministrator"]
    let moves: [[String: Any]] = [
      ["seconds": 3600, "title": "+1 hour"], ["seconds": 86_400, "title": "+1 day"],
      ["seconds": 8 * 86_400, "title": "+8 days"], ["seconds": 46 * 86_400, "title": "+46 days"],
    ]
    var values: [String: Any] = [
      "time": sandbox.clock.now().formatted(.iso8601), "offset": sandbox.clock.offsetSeconds,
      "moves": moves, "steps": SandboxFault.Endpoint.allCases.map(\.rawValue),
      "faults": SandboxFault.allCases.map(\.rawValue), "features": Self.appFeatures,
      "withheld": state.withheld.sorted(),
      "pending": state.faults.filter { !$0.value.isEmpty }.map { step, faults -> [String: Any] in
        [
          "step": step.rawValue,
          "faults": faults.map(\.fault.rawValue).joined(separator: ", "),
        ]
      },
      "people": state.world.people.map { person -> [String: Any] in
        [
          "user": person.user, "about": LoginPages.about(person, state.world),
          "company": person.companies.keys.min() ?? "", "registers": registers,
        ]
      },
      "companies": state.world.companies.sorted { $0.key < $1.key }.map {
        number, company -> [String: Any] in
        [
          "number": number, "name": company.name,
          "licences": World.everyLicence.sorted() + ["app", "account"],
        ]
      },
      "grants": state.grants.map { grant -> [String: Any] in
        [
          "company": grant.company, "user": grant.user,
          "kind": grant.isService ? "service account" : "person",
          "standing": grant.isAlive ? "alive" : "ended",
        ]
      },
    ]
    values["product"] = sandbox.productURL
    return .html(SandboxTemplates.render("control", values))
  }
}
