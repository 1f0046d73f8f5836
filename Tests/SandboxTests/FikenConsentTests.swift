import Foundation
import NIOHTTP1
import Testing

/// Fiken's login and consent, as the imitation does them.
@Suite(.timeLimit(.minutes(20))) struct FikenConsentTests {
  private static let company = "exempelselskapet-as"

  @Test("all four parameters of the authorization address are required")
  func required() async throws {
    let fiken = try await FikenImitation()
    for name in FikenImitation.required.map(\.0) {
      let answer = try await fiken.authorize(FikenImitation.required.filter { $0.0 != name })
      if ["client_id", "redirect_uri"].contains(name) {
        // Nobody is sent to an address that is not registered.
        #expect(answer.status == 400 && answer.location == nil, "\(name)")
      } else {
        #expect(answer.parameter("error") == "invalid_request", "\(name)")
      }
    }
    let foreign = FikenImitation.required.map {
      ($0.0, $0.0 == "redirect_uri" ? "https://evil.example" : $0.1)
    }
    let answer = try await fiken.authorize(foreign)
    #expect(answer.status == 400 && answer.location == nil)
  }

  @Test("scopes and PKCE are unknown parameters, which are ignored or refused")
  func unknown() async throws {
    let fiken = try await FikenImitation()
    let more = FikenImitation.required + [("scope", "read write")]
    #expect(try await fiken.authorize(more).location?.contains("/login?flow=") == true)
    try await fiken.turn("unknownParameters", to: "refused")
    #expect(try await fiken.authorize(more).parameter("error") == "invalid_request")
    #expect(try await fiken.authorize().location?.contains("/login?flow=") == true)
    try await fiken.turn("unknownParameters", to: "ignored")
    let plain = [("code_challenge", "x"), ("code_challenge_method", "plain")]
    let answer = try await fiken.authorize(FikenImitation.required + plain)
    #expect(answer.parameter("error") == "invalid_request")
  }

  @Test("the login leads over a second host name, and no page forbids that")
  func hosts() async throws {
    let fiken = try await FikenImitation()
    let first = try #require(URL(string: try await fiken.authorize().location ?? ""))
    #expect(first.host() == "localhost" && first.path() == "/login")
    let login = try await fiken.send(.GET, first.absoluteString)
    let policy = try #require(login.header("Content-Security-Policy"))
    #expect(policy.contains("http://127.0.0.1:*") && policy.contains("http://localhost:*"))
    let flow = try #require(login.value(of: "flow"))
    let wrong = try await fiken.send(
      .POST, "/login", form: [("flow", flow), ("user", "anna"), ("password", "feil")])
    #expect(wrong.status == 200 && wrong.text.contains("Feil brukernavn eller passord."))
    let right = try await fiken.send(
      .POST, "/login", form: [("flow", flow), ("user", "anna"), ("password", "hemligt")])
    #expect(right.location?.hasPrefix("\(fiken.base)/oauth/consent") == true)
  }

  @Test("a person's companies are offered; approving answers a code and the state, and no more")
  func approved() async throws {
    let fiken = try await FikenImitation()
    let page = try await fiken.logIn("david")
    for slug in [Self.company, "proveselskapet-as", "testselskapet"] {
      #expect(page.text.contains("value=\"\(slug)\" checked"), "\(slug)")
    }
    #expect(!page.text.contains("uten-api-as") && page.text.contains("Moment"))
    let back = try await fiken.consent("david", to: [Self.company])
    #expect(back.location?.hasPrefix(FikenImitation.redirectURI + "?") == true)
    #expect(back.parameters.map(\.name) == ["code", "state"])
    #expect(back.parameter("state") == FikenImitation.state)
    // What was given before is ticked the next time, and nothing else.
    let again = try await fiken.logIn("david").text
    #expect(again.contains("value=\"\(Self.company)\" checked"))
    #expect(!again.contains("value=\"testselskapet\" checked"))
  }

  @Test("declining answers access_denied, with the state or without")
  func declined() async throws {
    let fiken = try await FikenImitation()
    let back = try await fiken.consent("anna", to: [], answer: "deny")
    #expect(back.parameters.map(\.name) == ["error", "error_description", "state"])
    #expect(back.parameter("error") == "access_denied")
    try await fiken.turn("errorState", to: "missing")
    let bare = try await fiken.consent("anna", to: [], answer: "deny")
    #expect(bare.parameters.map(\.name) == ["error", "error_description"])
    #expect(bare.parameter("error") == "access_denied")
  }

  @Test("a consent form counts once")
  func once() async throws {
    let fiken = try await FikenImitation()
    let flow = try #require(try await fiken.logIn("anna").value(of: "flow"))
    let form = [("flow", flow), ("answer", "approve"), ("company", Self.company)]
    #expect(try await fiken.send(.POST, "/oauth/consent", form: form).status == 303)
    #expect(try await fiken.send(.POST, "/oauth/consent", form: form).status == 410)
  }
}
