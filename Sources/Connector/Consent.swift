import EventLog
import Integrations
import Providers
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
  init(_ tokens: Tokens, of provider: Provider, scopes asked: [String], at now: Timestamp) {
    self.init(
      accessToken: tokens.accessToken,
      accessTokenExpiresAt: now.adding(seconds: Int64(tokens.expiresIn)),
      refreshToken: tokens.refreshToken,
      refreshTokenExpiresAt: tokens.refreshToken.flatMap { _ in
        provider.endOfRefreshToken(from: now)
      },
      scopes: tokens.scopes.map(Self.known) ?? asked)
  }

  /// These credentials with the tokens of a refresh.
  ///
  /// An answer without a refresh token leaves the old one in force (RFC 6749 section 6).
  func refreshed(by tokens: Tokens, of provider: Provider, at now: Timestamp) -> Credentials {
    var next = Credentials(tokens, of: provider, scopes: scopes, at: now)
    next.providerCompany = providerCompany
    next.companyCode = companyCode
    if next.refreshToken == nil {
      next.refreshToken = refreshToken
      next.refreshTokenExpiresAt = refreshTokenExpiresAt
    }
    return next
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

extension Provider {
  /// When a refresh token expires that was given at a time; nil if it has no end by itself.
  func endOfRefreshToken(from time: Timestamp) -> Timestamp? {
    profile.refreshTokenSeconds.map { time.adding(seconds: $0) }
  }
}

extension GrantAccess {
  /// The access that credentials give.
  init(_ credentials: Credentials, of accountType: AccountType = .user) {
    self.init(
      accessToken: credentials.accessToken.isEmpty ? nil : credentials.accessToken,
      refreshToken: credentials.refreshToken, accountType: accountType,
      providerCompany: credentials.providerCompany, companyCode: credentials.companyCode)
  }

  /// The same without the tokens that have expired.
  func living(_ credentials: Credentials, at now: Timestamp) -> GrantAccess {
    var access = self
    if now >= credentials.accessTokenExpiresAt { access.accessToken = nil }
    if let end = credentials.refreshTokenExpiresAt, now >= end { access.refreshToken = nil }
    return access
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
