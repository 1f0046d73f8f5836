import Integrations
import Providers
import Testing

@testable import Fortnox

/// Every answer that is known of Fortnox, and what it means.
@Suite struct AnswerTests {
  @Test(
    "an error in the callback",
    arguments: [
      ("access_denied", nil, Failed.Reason.declined),
      ("error_missing_license", nil, .licenceMissing),
      ("error_missing_app_license", nil, .licenceMissing),
      ("error_missing_system_admin_right", nil, .notSystemAdministrator),
      ("missing_system_admin", nil, .notSystemAdministrator),
      ("access_denied", "User does not have enough licenses", .licenceMissing),
      ("invalid_scope", nil, .scopeNotEnabled),
      ("invalid_request", "Error: Client does not allow service account", .scopeNotEnabled),
      ("invalid_request", "Auth code or ClientID supplied is invalid", .clientRejected),
      ("unauthorized_client", nil, .clientRejected),
      ("server_error", nil, .providerUnavailable),
      ("something_new", "<script>", .unrecognised),
    ] as [(String, String?, Failed.Reason)])
  func callback(error: String, description: String?, reason: Failed.Reason) {
    let refusal = FortnoxClient.callbackRefusal(error: error, description: description)
    #expect(refusal.reason == reason)
    #expect(refusal.providerError == error)
    #expect(refusal.providerMessage == description)
    #expect(refusal.httpStatus == nil)
  }

  private func answer(_ status: Int, _ body: String) -> HTTPAnswer {
    HTTPAnswer(status: status, body: Array(body.utf8))
  }

  @Test("tokens are read as RFC 6749 has them, and as Fortnox writes them")
  func tokens() throws {
    let body = """
      {"access_token":"xyz","refresh_token":"a7302e6b","scope":"project companyinformation",
       "expires_in":3600,"token_type":"bearer"}
      """
    let tokens = try FortnoxClient.exchanged(answer(200, body))
    #expect(tokens.accessToken == "xyz")
    #expect(tokens.refreshToken == "a7302e6b")
    #expect(tokens.scopes == ["companyinformation", "project"])
    #expect(tokens.expiresIn == 3600)
    #expect("\(tokens)\(String(reflecting: tokens))".contains("xyz") == false)
    let bare = try FortnoxClient.refreshed(
      answer(200, #"{"access_token":"x","token_type":"Bearer","expires_in":"60"}"#))
    #expect(bare.refreshToken == nil)
    #expect(bare.scopes == nil)
    #expect(bare.expiresIn == 60)
  }

  @Test(
    "a refused exchange or refresh",
    arguments: [
      (400, #"{"error":"invalid_grant","error_description":"Invalid refresh token"}"#, nil),
      (401, #"{"error":"invalid_grant"}"#, nil),
      (200, #"{"error":"invalid_grant"}"#, nil),
      (401, #"{"error":"invalid_client"}"#, .clientRejected),
      (401, #"{"error":"error_missing_license"}"#, .licenceMissing),
      (
        403, #"{"ErrorInformation":{"Error":1,"Message":"Api-licens saknas.","Code":2001103}}"#,
        .licenceMissing
      ),
      (401, "", .unrecognised), (401, #"{"message":"Unauthorized"}"#, .unrecognised),
      (403, "", .unrecognised), (302, "", .unrecognised),
      (429, "", .providerUnavailable), (500, "<html>", .providerUnavailable),
      (503, #"{"error":"invalid_grant"}"#, .providerUnavailable),
      (200, "not JSON", .unrecognised), (200, "{}", .unrecognised),
      (200, #"{"access_token":"","token_type":"bearer"}"#, .unrecognised),
      (200, #"{"access_token":"x","token_type":"mac"}"#, .unrecognised),
    ] as [(Int, String, Failed.Reason?)])
  func refused(status: Int, body: String, reason: Failed.Reason?) {
    let answer = answer(status, body)
    let exchange = #expect(throws: ProviderRefusal.self) { try FortnoxClient.exchanged(answer) }
    let refresh = #expect(throws: ProviderRefusal.self) { try FortnoxClient.refreshed(answer) }
    #expect(exchange?.reason == reason ?? .codeRejected)
    #expect(refresh?.reason == reason ?? .grantDead)
    #expect(refresh?.httpStatus == status)
  }

  @Test("an answer with tokens that cannot be read keeps none of it")
  func unreadable() {
    let answer = answer(200, #"{"access_token":"canary","token_type":"mac","message":"canary"}"#)
    let refusal = #expect(throws: ProviderRefusal.self) { try FortnoxClient.exchanged(answer) }
    #expect(!String(reflecting: refusal).contains("canary"))
  }

  private typealias Layer = RefusalLayer

  @Test(
    "a register that is refused, by text and code together, whatever the status",
    arguments: [
      (2_001_538, "Saknar behörighet för kundregister", .person),
      (2_003_275, "Saknar behörighet för leverantörsregister.", .person),
      (0, "Saknar rättighet för att använda verifikationer", .person),
      (2_001_339, "does not have permission to list invoices", .person),
      (2_000_663, "Har inte behörighet för scope.", .scope),
      (2_001_101, "Det finns ingen aktiv licens för önskat scope.", .licence),
      (2_001_103, "Api-licens saknas.", .licence),
    ] as [(Int, String, RefusalLayer)], [400, 403])
  func registers(_ known: (code: Int, text: String, layer: RefusalLayer), status: Int) {
    for body in [
      #"{"ErrorInformation":{"Error":1,"Message":"\#(known.text)","Code":\#(known.code)}}"#,
      #"{"ErrorInformation":{"error":1,"message":"\#(known.text)","code":"\#(known.code)"}}"#,
    ] {
      #expect(
        FortnoxClient.read(answer(status, body), of: .customers)
          == .refused(
            known.layer,
            .init(
              register: .customers, code: known.code, message: known.text, httpStatus: status)))
    }
  }

  @Test("what says nothing of rights is no refusal")
  func noRefusal() {
    func read(_ status: Int, _ body: String, retryAfter: Int? = nil) -> RegisterAnswer {
      FortnoxClient.read(
        HTTPAnswer(status: status, body: Array(body.utf8), retryAfter: retryAfter), of: .projects)
    }
    #expect(read(200, #"{"Projects":[]}"#) == .open)
    #expect(read(429, "", retryAfter: 5) == .tooMany(retryAfter: 5))
    #expect(read(500, "Saknar behörighet") == .unavailable)
    for body in ["<html>", "{}"] {
      guard case .unknown(let refusal) = read(404, body) else {
        Issue.record("\(body)")
        continue
      }
      #expect(refusal.reason == .checkUnknown && refusal.httpStatus == 404)
    }
    let token = #"{"ErrorInformation":{"message":"Ogiltig inloggning","code":2000310}}"#
    #expect(read(400, token) == .tokenRejected)
    #expect(read(401, "") == .tokenRejected)
  }

  @Test("a refusal in words that are not known keeps them")
  func unrecognised() {
    let known: [(Int, String, String?, String?)] = [
      (
        404, #"{"ErrorInformation":{"message":"Hittas inte","code":2000423}}"#, "2000423",
        "Hittas inte"
      ),
      (
        403, #"{"ErrorInformation":{"message":"Ej autentiserad","code":2003275}}"#, "2003275",
        "Ej autentiserad"
      ),
      (400, #"{"error":"odd"}"#, "odd", nil),
    ]
    for (status, body, error, message) in known {
      #expect(
        FortnoxClient.read(answer(status, body), of: .projects)
          == .unrecognised(
            ProviderRefusal(
              reason: .unrecognised, providerError: error, providerMessage: message,
              httpStatus: status)))
    }
  }

  @Test("a refusal without a code has none")
  func noCode() {
    let body = #"{"message":"Saknar behörighet för kundregister"}"#
    #expect(
      FortnoxClient.read(answer(403, body), of: .customers)
        == .refused(
          .person,
          .init(
            register: .customers, code: nil, message: "Saknar behörighet för kundregister",
            httpStatus: 403)))
  }

  @Test("a revocation counts only where Fortnox says so, in its words")
  func revocation() {
    #expect(FortnoxClient.isRevoked(answer(200, #"{"revoked":true}"#)))
    for (status, body) in [
      (200, ""), (200, "{}"), (200, "<html>"), (200, #"{"revoked":false}"#),
      (200, #"{"revoked":"true"}"#), (200, #"{"error":"invalid_request"}"#),
      (200, #"{"revoked":true,"error":"x"}"#), (503, ""), (503, #"{"revoked":true}"#),
    ] {
      #expect(!FortnoxClient.isRevoked(answer(status, body)), "\(status) \(body)")
    }
  }

  @Test("an endless body is cut, deep nesting is not JSON, and nothing crashes")
  func hostile() {
    let endless = HTTPAnswer(status: 400, body: Array(repeating: 0x20, count: 1 << 20))
    #expect(endless.body.count == HTTPAnswer.bodyLimit)
    let bodies: [[UInt8]] = [
      Array(repeating: UInt8(ascii: "["), count: 60_000), [0xff, 0xfe, 0x00], Array("null".utf8),
      Array(#"{"error":{"a":1},"error_description":7}"#.utf8),
      Array(#"{"ErrorInformation":[]}"#.utf8), Array(#"{"ErrorInformation":{"code":1e99}}"#.utf8),
    ]
    for body in bodies {
      for status in [200, 400, 401, 500] {
        let answer = HTTPAnswer(status: status, body: body)
        #expect(throws: ProviderRefusal.self) { try FortnoxClient.refreshed(answer) }
        _ = FortnoxClient.read(answer, of: .customers)
        _ = FortnoxClient.company(answer)
      }
    }
  }
}
