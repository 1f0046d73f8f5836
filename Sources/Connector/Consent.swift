import EventLog
import Fortnox
import Integrations
import Vault

/// The consent of one attempt, with its credentials: pending ones after an exchange, or current ones.
struct Consent: Sendable {
  let company: Company
  let provider: Provider
  let attempt: AttemptID
  var credentials: Credentials
}

extension Credentials {
  /// The credentials that a token answer gave.
  ///
  /// - Parameter asked: The scopes that count if the answer names none.
  init(_ tokens: Tokens, scopes asked: [String], at now: Timestamp) {
    self.init(
      accessToken: tokens.accessToken,
      accessTokenExpiresAt: now.adding(seconds: Int64(tokens.expiresIn)),
      refreshToken: tokens.refreshToken,
      refreshTokenExpiresAt: tokens.refreshToken.map { _ in
        now.adding(seconds: Limits.refreshTokenSeconds)
      },
      scopes: tokens.scopes.map(Self.known) ?? asked)
  }

  /// The names that can be scopes (RFC 6749 section 3.3), fit in a record and are not secrets.
  private static func known(_ scopes: [String]) -> [String] {
    Array(
      scopes.filter { scope in
        (1...40).contains(scope.utf8.count) && SecretGuard.kind(in: scope) == nil
          && scope.utf8.allSatisfy { byte in
            (0x61...0x7a).contains(byte) || (0x41...0x5a).contains(byte)
              || (0x30...0x39).contains(byte) || ":._-".utf8.contains(byte)
          }
      }.prefix(64))
  }
}

extension Approval {
  /// The approval of a consent.
  init(
    _ consent: Consent, via: Via, accountType: AccountType, checks: [Check]
  ) {
    let credentials = consent.credentials
    self.init(
      attempt: consent.attempt, via: via, accountType: accountType, scopes: credentials.scopes,
      providerCompany: credentials.providerCompany ?? "", checks: checks,
      accessTokenExpiresAt: credentials.accessTokenExpiresAt,
      // A service account uses client credentials, which do not expire.
      refreshTokenExpiresAt: accountType == .service ? nil : credentials.refreshTokenExpiresAt)
  }

  /// The approval of a grant that stands: its scopes and its company stay as they are.
  init(_ consent: Consent, of grant: Grant, via: Via, checks: [Check]) {
    self.init(consent, via: via, accountType: grant.accountType, checks: checks)
    attempt = grant.attempt
    scopes = grant.scopes
    providerCompany = grant.providerCompany
  }
}
