import Integrations
import Providers
import Testing

@testable import Fiken

/// Every answer that is known of Fiken, and what it means.
@Suite struct AnswerTests {
  @Test(
    "an error in the callback",
    arguments: [
      ("access_denied", "The user rejected", Failed.Reason.declined),
      ("unauthorized_client", nil, .clientRejected), ("invalid_client", nil, .clientRejected),
      ("server_error", nil, .providerUnavailable),
      ("temporarily_unavailable", nil, .providerUnavailable),
      ("invalid_request", "Missing state", .unrecognised), ("invalid_scope", nil, .unrecognised),
      ("something_new", "<script>", .unrecognised),
    ] as [(String, String?, Failed.Reason)])
  func callback(error: String, description: String?, reason: Failed.Reason) throws {
    let refusal = try FikenClient.testing().callbackRefusal(error: error, description: description)
    #expect(
      refusal
        == ProviderRefusal(
          reason: reason, providerError: error, providerMessage: description, httpStatus: nil))
  }

  @Test("tokens of Fiken's: a day long, without scopes, and a refresh token that may stay")
  func tokens() async throws {
    let access = "n8xzWqLEcZbVDbFrOhs_8EbWQlcWxKLsE4pM1mYJq3E="
    let body =
      #"{"access_token":"\#(access)","refresh_token":"r","token_type":"bearer","expires_in":86157}"#
    let client = try FikenClient.testing()
    let replies = Replies(["token": [answer(200, body)]])
    for read in [
      await client.exchange(
        CodeExchange(code: "c", state: "s", verifier: "v"), send: replies.send),
      await client.refresh(.acme, send: replies.send),
    ] {
      guard case .given(let tokens) = read.result else {
        Issue.record("\(read)")
        continue
      }
      #expect(tokens.accessToken == access && tokens.refreshToken == "r")
      #expect(tokens.scopes == nil && tokens.expiresIn == 86_157)
      #expect(read.refreshToken == "r" && read.retryAfter == nil)
      #expect(!"\(read)\(String(reflecting: read))".contains(access))
    }
    let bare = Replies(["token": [answer(200, #"{"access_token":"x"}"#)]])
    #expect(await client.refresh(.acme, send: bare.send).refreshToken == nil)
  }

  @Test("a register that answers with a list is open")
  func open() async throws {
    for body in ["[]", #"[{"contactId":1}]"#, "\u{feff}[]"] {
      #expect(try await check(answer(200, body)) == .open)
    }
  }

  private func check(_ first: HTTPAnswer?, _ more: [String: [HTTPAnswer?]] = [:]) async throws
    -> RegisterAnswer?
  {
    let replies = Replies([contacts: [first]].merging(more) { $1 })
    return try await FikenClient.testing().check(.customers, .acme, send: replies.send)
  }

  @Test(
    "402 is a module that is missing, and 403 the person, unless the words name a module",
    arguments: [
      (402, "", RefusalLayer.licence, ""), (402, #"{"message":"Betal"}"#, .licence, "Betal"),
      (403, #"{"message":"Not authorized"}"#, .person, "Not authorized"),
      (
        403, #"{"error":"forbidden","error_description":"Ingen tilgang"}"#, .person, "Ingen tilgang"
      ),
      (403, #"{"message":"Prosjektmodulen mangler"}"#, .licence, "Prosjektmodulen mangler"),
    ])
  func refused(status: Int, body: String, layer: RefusalLayer, message: String) async throws {
    #expect(
      try await check(answer(status, body))
        == .refused(
          layer,
          RegisterRefusal(register: .customers, code: nil, message: message, httpStatus: status)))
  }

  @Test("a 401 is the token's only if the login is refused too")
  func login() async throws {
    let first = answer(401, #"{"message":"Unauthorized"}"#)
    #expect(try await check(first, ["user": [answer(401)]]) == .tokenRejected)
    guard
      case .unrecognised(let refusal) = try await check(
        first, ["user": [answer(200, #"{"name":"canary"}"#)]])
    else {
      Issue.record("a login that is valid")
      return
    }
    #expect(refusal.providerMessage == "Unauthorized" && refusal.httpStatus == 401)
    #expect(!String(reflecting: refusal).contains("canary"))
    for none in [nil, answer(500), answer(302)] {
      #expect(try await check(first, ["user": [none]]) == .unavailable)
    }
    #expect(
      try await check(first, ["user": [answer(429, retryAfter: 3)]]) == .tooMany(retryAfter: 3))
  }

  @Test("a 404 is a company that was not given, if the list says so")
  func notFound() async throws {
    let first = answer(404, #"{"message":"Not found"}"#)
    #expect(
      try await check(first, [companies(): [answer(200, "[]")]])
        == .refused(
          .person,
          RegisterRefusal(register: .customers, code: nil, message: "Not found", httpStatus: 404)))
    let there = #"[{"slug":"acme-as","organizationNumber":"1"}]"#
    for list in [answer(200, there), answer(503), nil] {
      #expect(
        try await check(first, [companies(): [list]])
          == .unrecognised(
            ProviderRefusal(
              reason: .unrecognised, providerError: nil, providerMessage: "Not found",
              httpStatus: 404)))
    }
  }

  @Test("too many requests, a fault, no answer, and what says nothing of rights")
  func faults() async throws {
    #expect(try await check(answer(429, retryAfter: 2)) == .tooMany(retryAfter: 2))
    #expect(try await check(answer(429)) == .tooMany(retryAfter: nil))
    for down in [answer(500, "x"), answer(503, #"{"message":"x"}"#), answer(408), nil] {
      #expect(try await check(down) == .unavailable)
    }
    for (status, body) in [
      (200, "<html>permission</html>"), (200, ""), (200, "{}"), (200, #"{"message":"x"}"#),
      (403, "<html>permission</html>"), (402, "<html>"), (403, ""), (302, ""), (400, ""),
    ] {
      guard case .unknown(let refusal) = try await check(answer(status, body)) else {
        Issue.record("\(status) \(body)")
        continue
      }
      #expect(refusal.reason == .checkUnknown && refusal.httpStatus == status)
    }
    for (status, body) in [(400, #"{"message":"x"}"#), (200, #"{"error":"x"}"#)] {
      guard case .unrecognised = try await check(answer(status, body)) else {
        Issue.record("\(status) \(body)")
        continue
      }
    }
  }

  @Test("what cannot be asked is not asked")
  func nothing() async throws {
    let replies = Replies([:])
    let client = try FikenClient.testing()
    #expect(await client.check(.vouchers, .acme, send: replies.send) == nil)
    let bare = GrantAccess(accessToken: "x")
    #expect(await client.check(.customers, bare, send: replies.send) == nil)
    #expect(await client.refresh(bare, send: replies.send).result == .unanswered(.notSent))
    #expect(replies.asked.isEmpty)
  }

  @Test("a consent is ended only where Fiken says so, with a token that works")
  func revocation() async throws {
    let client = try FikenClient.testing()
    func revoke(_ answer: HTTPAnswer?, _ access: GrantAccess = .acme) async -> RevocationAnswer {
      await client.revoke(access, send: Replies(["revoke": [answer]]).send)
    }
    for body in ["", "\n", "{}", #"{"ok":true}"#] {
      #expect(await revoke(answer(200, body)) == .confirmed, "\(body)")
    }
    for (status, body) in [
      (200, "<html>We are back soon</html>"), (200, #"{"error":"invalid_token"}"#), (204, ""),
      (302, ""), (400, ""), (403, ""), (404, ""), (503, ""),
    ] {
      #expect(await revoke(answer(status, body)) == .unconfirmed, "\(status) \(body)")
    }
    #expect(await revoke(nil) == .unconfirmed)
    #expect(await revoke(answer(401)) == .tokenRejected)
    let expired = GrantAccess(accessToken: nil, refreshToken: "r", companyCode: "acme-as")
    #expect(await revoke(answer(200), expired) == .tokenRejected)
  }
}
