import Integrations
import TestSupport
import Vault

// Secrets that tests look for where none may be.

extension AttemptID {
  /// The attempt of the canaries.
  static let ofCanary = AttemptID(at: Timestamp(milliseconds: 0), random: (1, 2))
}

extension Credentials {
  static let canary = Credentials(
    accessToken: "canary-access-token", accessTokenExpiresAt: Timestamp(milliseconds: 3_600_000),
    refreshToken: "canary-refresh-token",
    refreshTokenExpiresAt: Timestamp(milliseconds: 3_888_000_000),
    scopes: ["companyinformation", "customer"], providerCompany: "482915")
}

extension AttemptSecrets {
  static func canary(expiresAt: Int64) -> AttemptSecrets {
    AttemptSecrets(
      attempt: .ofCanary, company: .acme, provider: .fortnox, state: "canary-state",
      browser: "canary-cookie", verifier: "canary-verifier",
      expiresAt: Timestamp(milliseconds: expiresAt))
  }
}
