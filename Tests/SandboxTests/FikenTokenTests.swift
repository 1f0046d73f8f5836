import Foundation
import NIOHTTP1
import Testing

/// Fiken's exchange, refresh and revocation, as the imitation does them.
@Suite(.timeLimit(.minutes(20))) struct FikenTokenTests {
  private static let company = "exempelselskapet-as"

  private func code(
    _ fiken: FikenImitation, _ more: [(String, String)] = []
  ) async throws -> String {
    let back = try await fiken.consent(
      "anna", to: [Self.company], FikenImitation.required + more)
    return try #require(back.parameter("code"))
  }

  // MARK: Exchange

  @Test("the answer has the form of Fiken's example")
  func form() async throws {
    let fiken = try await FikenImitation()
    let answer = try await fiken.exchange(try await code(fiken))
    #expect(answer.status == 200 && answer.header("Content-Type") == "application/json")
    #expect(
      Set(answer.object.keys) == ["access_token", "refresh_token", "token_type", "expires_in"])
    #expect(answer.object["token_type"] as? String == "bearer")
    #expect(answer.object["expires_in"] as? Int == 86_157)
    let tokens = try fiken.tokens(answer)
    for token in [tokens.access, tokens.refresh] {
      #expect(token.wholeMatch(of: /[A-Za-z0-9_-]{43}=/) != nil, "\(token)")
    }
  }

  @Test("what the exchange refuses, and in which form")
  func refused() async throws {
    let fiken = try await FikenImitation()
    let unknown = try await fiken.exchange("a-code-that-nobody-made")
    #expect(unknown.status == 400 && Set(unknown.object.keys) == ["error", "error_description"])
    #expect(unknown.error == "invalid_grant")
    let withoutState = try await fiken.exchange(try await code(fiken), state: nil)
    #expect(withoutState.status == 400 && withoutState.error == "invalid_request")
    let otherState = try await fiken.exchange(try await code(fiken), state: "another")
    #expect(otherState.status == 400 && otherState.error == "invalid_grant")
    let elsewhere = try await fiken.exchange(
      try await code(fiken), redirectURI: "http://127.0.0.1:9/elsewhere")
    #expect(elsewhere.status == 400 && elsewhere.error == "invalid_grant")
  }

  @Test("the app authenticates by HTTP Basic and by nothing else")
  func basic() async throws {
    let fiken = try await FikenImitation()
    let wrong = "Basic " + Data("canary-client:wrong".utf8).base64EncodedString()
    let answer = try await fiken.exchange(try await code(fiken), basic: wrong)
    #expect(answer.status == 401 && answer.error == "invalid_client")
    #expect(answer.header("WWW-Authenticate")?.hasPrefix("Basic ") == true)
    let inForm = try await fiken.send(
      .POST, "/oauth/token",
      form: [
        ("grant_type", "refresh_token"), ("refresh_token", "x"), ("client_id", "canary-client"),
        ("client_secret", FikenImitation.secret),
      ])
    #expect(inForm.status == 401 && inForm.error == "invalid_client")
    try await fiken.control("app", [("what", "credentials"), ("allowed", "no")])
    #expect(try await fiken.exchange(try await code(fiken)).status == 401)
    try await fiken.control("app", [("what", "credentials"), ("allowed", "yes")])
    #expect(try await fiken.exchange(try await code(fiken)).status == 200)
  }

  @Test("there are no client credentials")
  func otherGrantTypes() async throws {
    let fiken = try await FikenImitation()
    for type in ["client_credentials", "password"] {
      let answer = try await fiken.send(
        .POST, "/oauth/token", form: [("grant_type", type)],
        ["Authorization": FikenImitation.basic])
      #expect(answer.status == 400 && answer.error == "unsupported_grant_type", "\(type)")
    }
  }

  @Test("a code lives a short while, and works once; a second use ends what the first gave")
  func codes() async throws {
    let fiken = try await FikenImitation()
    let early = try await code(fiken)
    try await fiken.pass(seconds: 20)
    #expect(try await fiken.exchange(early).status == 200)
    let late = try await code(fiken)
    try await fiken.pass(seconds: 61)
    #expect(try await fiken.exchange(late).error == "invalid_grant")
    let twice = try await code(fiken)
    let tokens = try fiken.tokens(try await fiken.exchange(twice))
    #expect(try await fiken.exchange(twice).error == "invalid_grant")
    #expect(try await fiken.api("/user", tokens.access).status == 401)
    #expect(try await fiken.refresh(tokens.refresh).error == "invalid_grant")
  }

  @Test("a verifier is checked or ignored")
  func verifier() async throws {
    let fiken = try await FikenImitation()
    // RFC 7636, appendix B.
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    let challenge = [
      ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
      ("code_challenge_method", "S256"),
    ]
    #expect(
      try await fiken.exchange(try await code(fiken, challenge), verifier: verifier).status == 200)
    let wrong = try await fiken.exchange(try await code(fiken, challenge), verifier: "wrong")
    #expect(wrong.error == "invalid_grant")
    try await fiken.turn("verifier", to: "ignored")
    #expect(
      try await fiken.exchange(try await code(fiken, challenge), verifier: "wrong").status == 200)
  }

  // MARK: Refresh

  @Test("a refresh answers the same refresh token, a new one, or none")
  func rotation() async throws {
    let fiken = try await FikenImitation()
    let first = try await fiken.connect("anna", to: [Self.company])
    let second = try fiken.tokens(try await fiken.refresh(first.refresh))
    #expect(second.refresh == first.refresh && second.access != first.access)

    try await fiken.turn("refreshToken", to: "missing")
    let bare = try await fiken.refresh(first.refresh)
    #expect(bare.status == 200 && bare.object["refresh_token"] == nil)
    #expect(bare.object["access_token"] != nil)

    try await fiken.turn("refreshToken", to: "rotates")
    let third = try fiken.tokens(try await fiken.refresh(first.refresh))
    #expect(third.refresh != first.refresh)
    #expect(try await fiken.refresh(first.refresh).error == "invalid_grant")
    #expect(try await fiken.refresh(third.refresh).status == 200)
  }

  @Test("an access token ends when it says, and a refresh token has no end")
  func ends() async throws {
    let fiken = try await FikenImitation()
    let tokens = try await fiken.connect("anna", to: [Self.company])
    try await fiken.pass(seconds: 86_100)
    #expect(try await fiken.api("/user", tokens.access).status == 200)
    try await fiken.pass(seconds: 60)
    #expect(try await fiken.api("/user", tokens.access).status == 401)
    for _ in 1...5 { try await fiken.pass(seconds: 200 * 86_400) }
    #expect(try await fiken.refresh(tokens.refresh).status == 200)
  }

  @Test("a second consent of the same person lets the first stand, ends it, or shares it")
  func secondConsent() async throws {
    let fiken = try await FikenImitation()
    let other = "anna-ek"
    let first = try await fiken.connect("anna", to: [Self.company])
    let second = try await fiken.connect("anna", to: [Self.company, other])
    #expect(second.refresh != first.refresh)
    #expect(try await fiken.refresh(first.refresh).status == 200)

    try await fiken.turn("secondConsent", to: "shares")
    let third = try await fiken.connect("anna", to: [Self.company])
    #expect(third.refresh == second.refresh && third.access != second.access)
    try await fiken.turn("refreshToken", to: "rotates")
    let again = try await fiken.connect("anna", to: [Self.company])
    #expect(again.refresh == second.refresh, "a consent is no refresh")
    try await fiken.turn("refreshToken", to: "stays")

    try await fiken.turn("secondConsent", to: "ends")
    let fourth = try await fiken.connect("anna", to: [other])
    for ended in [first, second] {
      #expect(try await fiken.refresh(ended.refresh).error == "invalid_grant")
      #expect(try await fiken.api("/user", ended.access).status == 401)
    }
    #expect(try await fiken.refresh(fourth.refresh).status == 200)
    // It ends nobody else's.
    let bo = try await fiken.connect("bo", to: [Self.company])
    #expect(try await fiken.refresh(fourth.refresh).status == 200)
    #expect(try await fiken.refresh(bo.refresh).status == 200)
  }

  // MARK: Revocation

  @Test("a revocation ends the grant, its refresh token and its other access tokens")
  func revocation() async throws {
    let fiken = try await FikenImitation()
    let tokens = try await fiken.connect("anna", to: [Self.company])
    let other = try await fiken.connect("bo", to: [Self.company])
    let fresh = try fiken.tokens(try await fiken.refresh(tokens.refresh))
    let answer = try await fiken.revoke(fresh.access)
    #expect(answer.status == 200 && answer.text.isEmpty)
    for access in [tokens.access, fresh.access] {
      #expect(try await fiken.api("/user", access).status == 401)
    }
    #expect(try await fiken.refresh(tokens.refresh).error == "invalid_grant")
    #expect(try await fiken.api("/user", other.access).status == 200)
    #expect(try await fiken.revoke(fresh.access).status == 401)
    // Nothing is given any more, so that the next consent begins anew.
    #expect(try await fiken.logIn("anna").text.contains("value=\"anna-ek\" checked"))
  }

  @Test("only a living access token revokes")
  func otherRevocations() async throws {
    let fiken = try await FikenImitation()
    let tokens = try await fiken.connect("anna", to: [Self.company])
    let byBasic = try await fiken.send(
      .POST, "/oauth/revoke", form: [("token", tokens.refresh)],
      ["Authorization": FikenImitation.basic])
    #expect(byBasic.status == 401)
    #expect(byBasic.header("WWW-Authenticate")?.hasPrefix("Bearer ") == true)
    #expect(try await fiken.revoke(tokens.refresh).status == 401)
    try await fiken.pass(seconds: 86_200)
    #expect(try await fiken.revoke(tokens.access).status == 401)
    #expect(try await fiken.refresh(tokens.refresh).status == 200, "nothing was revoked")
  }
}
