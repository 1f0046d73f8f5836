import HTTPTypes
import Hummingbird
import Synchronization

/// "Rediger konto, Sikkerhet, Apper du har gitt tilgang til": where a person decides which of their
/// companies the app may see, and takes the access away.
struct FikenAccountPages {
  let sandbox: FikenSandbox
  private static let path = "/konto/sikkerhet/apper"

  func add(to router: Router<BasicRequestContext>) {
    router.get(RouterPath(Self.path)) { _, _ in
      sandbox.loginPage(action: Self.path, flow: "konto")
    }
    router.post(RouterPath(Self.path)) { request, _ in change(try await Fields.form(request)) }
  }

  private func change(_ form: Fields) -> Response {
    guard let session = form["session"] else { return logIn(form) }
    guard let person = sandbox.person(sandbox.state.withLock({ $0.sessions[session] })) else {
      return sandbox.page("error", ["text": "Du er logget ut."], .gone)
    }
    sandbox.state.withLock { state in
      switch form["answer"] {
      case "save" where state.hasApp(person.user):
        state.give(form.all("company"), of: person.user)
      case "remove": state.endAll(of: person.user)
      default: break
      }
    }
    return page(session, of: person, isSaved: form["answer"] == "save")
  }

  private func logIn(_ form: Fields) -> Response {
    guard let person = sandbox.person(form) else {
      return sandbox.loginPage(action: Self.path, flow: "konto", fault: true)
    }
    let session = SandboxToken.random()
    sandbox.state.withLock { $0.sessions[session] = person.user }
    return page(session, of: person, isSaved: false)
  }

  private func page(_ session: String, of person: FikenWorld.User, isSaved: Bool) -> Response {
    sandbox.page(
      "apps",
      [
        "session": session, "name": person.name, "path": Self.path, "isSaved": isSaved,
        "hasApp": sandbox.state.withLock { $0.hasApp(person.user) },
        "companies": sandbox.choices(of: person),
      ])
  }
}
