import Ledger
import Testing
import TestSupport

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
    ])
  func allowed(text: String) {
    #expect(SecretGuard.kind(in: text) == nil)
  }
}
