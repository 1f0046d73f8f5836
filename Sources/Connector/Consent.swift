import Fortnox
import Integrations
import Ledger
import Vault

/// What one attempt's consent opens: the credentials that its exchange gave, or that are in use.
struct Consent: Sendable {
  let company: Company
  let provider: Provider
  let attempt: AttemptID
  var credentials: Credentials
}

extension Credentials {
  init(_ tokens: Tokens, scopes asked: [String], at now: Timestamp) {
    self.init(
      accessToken: tokens.accessToken,
      accessTokenExpiresAt: now.adding(seconds: Int64(tokens.expiresIn)),
      refreshToken: tokens.refreshToken,
      refreshTokenExpiresAt: tokens.refreshToken.map { _ in
        now.adding(seconds: Tokens.refreshTokenSeconds)
      },
      scopes: tokens.scopes.map(Self.known) ?? asked)
  }

  /// The scopes that can be ones (RFC 6749 section 3.3), short enough for a record and no secrets.
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
  init(
    _ consent: Consent, via: Via, accountType: AccountType, checks: [Check]
  ) {
    let credentials = consent.credentials
    self.init(
      attempt: consent.attempt, via: via, accountType: accountType, scopes: credentials.scopes,
      providerCompany: credentials.providerCompany ?? "", checks: checks,
      accessTokenExpiresAt: credentials.accessTokenExpiresAt,
      // A service account asks by client credentials, which do not wear out.
      refreshTokenExpiresAt: accountType == .service ? nil : credentials.refreshTokenExpiresAt)
  }

  /// The approval of a grant that stands: its scopes and its company stay as they are.
  init(_ consent: Consent, of grant: Grant, via: Via, checks: [Check]) {
    self.init(consent, via: via, accountType: grant.accountType, checks: checks)
    scopes = grant.scopes
    providerCompany = grant.providerCompany
  }
}
