import Integrations
import TestSupport
import Testing

@testable import EventLog

@Suite struct SecretGuardTests {
  @Test(
    "what looks like a secret is found",
    arguments: [
      "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
      "Authorization: Bearer abcDEF12345", "bearer   0123456789",
      "invalid token A7302E6B-B1CB-4508-B884-CF9ABD9A51DE",
      "code=4f3c2b1a0987654321fedcba0123456789abcdef", "a7302e6b-b1cb-4508-b884-cf9abd9a51de.",
      "anna.andersson@example.com said no", "mail to: x@y.se",
      "secret 0123456789_abcdefghijklmnopqrstuv-",
      "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0", "Bearer sTrangeLetters", "bearer token-4711-long",
      "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U", "QWxhZGRpbjpvcGVuIHNlc2FtZVdpdGhvdXQ",
    ])
  func found(text: String) {
    #expect(SecretGuard.kind(in: text) != nil)
  }

  @Test(
    "what people and Fortnox write is not",
    arguments: [
      "Saknar behörighet för kundregister", "Har inte behörighet för scope.", "invalid_grant",
      "Kan inte logga in, access-token eller client-secret saknas(2).", "SUP-4711",
      "error_missing_system_admin_right", "2026-11-03T09:00:00.000Z", "kl. 9 @ Fortnox",
      "https://www.fortnox.se/developer/authorization", "bearer", "", "@", "a@b",
      "Bearer authentication required", "Bearer-authentication is required",
      "the scheme is Bearer: authentication failed", "BEARER AUTHENTICATION REQUIRED",
      "Fortnox.Api.Exceptions.InvalidRefreshTokenException",
      "org.springframework.security.oauth2.core.OAuth2AuthenticationException",
      "InvalidClientCredentialsAuthenticationException", "NoSuchAPIKeyOrOAuth2TokenFoundException",
      "ERROR_MISSING_SYSTEM_ADMIN_RIGHT_IN_COMPANY", "kundregister-leverantorsregister-saknas",
      "Anvandarbehorighetsadministrationen", "oauth2_authorization_code_grant_expired",
    ])
  func allowed(text: String) {
    #expect(SecretGuard.kind(in: text) == nil)
  }

  @Test(
    "a ticket may be any id, and no other field may hold one that a token could be",
    arguments: [
      ("4f3c2b1a0987654321fedcba01234567", true), ("A7302E6B-B1CB-4508-B884-CF9ABD9A51DE", true),
      ("https://desk.example.com/t/a7302e6b-b1cb-4508-b884-cf9abd9a51de", true), ("SUP-4711", true),
      ("4f3c2b1a0987654321fedcba012345678", false), ("anna@example.com", false),
      ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", false),
      ("ticket 0123456789_abcdefghijklmnopqrstuv-", false),
    ])
  func ticket(text: String, isTaken: Bool) throws {
    func removed(_ text: String) -> Action {
      .credentialsRemoved(
        CredentialsRemoved(reason: .requested, ticket: text, revokedAtProvider: true))
    }
    #expect(((try? SecretGuard.check(removed(text))) != nil) == isTaken)
    guard isTaken, text != "SUP-4711" else { return }
    let failed = Failed(stage: .refresh, reason: .unrecognised, providerMessage: text)
    #expect(throws: LedgerError.self) { try SecretGuard.check(.failed(failed)) }
  }

  @Test(
    "a random value is not taken for words",
    arguments: [
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "0123456789abcdef",
      "abcdefghijklmnopqrstuvwxyz0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
    ])
  func random(alphabet: String) {
    var random = SplitMix(seed: 7)
    let letters = Array(alphabet)
    let missed = (0..<20_000).count { _ in
      let value = String((0..<32).map { _ in letters.randomElement(using: &random) ?? "?" })
      return SecretGuard.kind(in: value) == nil
    }
    #expect(missed <= 2)
  }

  @Test("what an error shows of a text is no secret, also where only its beginning is shown")
  func shown() {
    let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    #expect(SecretGuard.shown(token) == "[removed]")
    #expect(SecretGuard.shown(String(repeating: "a", count: 60) + " x@y.se") == "[removed]")
    #expect(SecretGuard.shown("cats\u{1b}[2J") == "cats")
  }
}
