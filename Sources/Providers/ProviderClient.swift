public import Integrations

/// Sends a request once, and waits for its answer.
public typealias SendRequest = @Sendable (HTTPRequest) async throws(Unanswered) -> HTTPAnswer

/// One provider's OAuth and API, as our app at that provider uses them: makes requests, and says what
/// each answer means in the domain's words.
///
/// ```swift
/// let answer = await client.exchange(
///   CodeExchange(code: code, state: state, verifier: verifier), send: send)
/// switch answer.result {
/// case .given(let tokens): store(tokens)
/// case .refused(let refusal): record(refusal.reason)
/// case .unanswered(let why): record(why)
/// }
/// ```
///
/// A client holds no state and does no input or output: `send` does. A question may need several
/// requests. What every client must hold to is a suite of tests that runs over all of them.
public protocol ProviderClient: Sendable {
  /// The values that must never be shown: the app's secret, in every form in which it is sent.
  var secretValues: [String] { get }

  /// True if an `iss` in the callback is the provider's own, compared character by character (RFC 9207
  /// section 2.4).
  func isOwn(issuer: String) -> Bool

  /// The code that names the company, in what a person typed or copied; nil if it holds none, or the
  /// provider needs none.
  func companyCode(in text: String) -> String?

  /// The address that a browser is sent to in order to authorize.
  func authorizationURL(_ authorization: Authorization) -> String

  /// The meaning of an `error` in the callback.
  func callbackRefusal(error: String, description: String?) -> ProviderRefusal

  /// Exchanges a code for tokens.
  ///
  /// Call it once, even if no answer comes: a second use of a code may end the grant of the first (RFC
  /// 6749 section 4.1.2).
  func exchange(_ exchange: CodeExchange, send: SendRequest) async -> TokenAnswer

  /// Fetches new tokens for a grant.
  func refresh(_ grant: GrantAccess, send: SendRequest) async -> TokenAnswer

  /// Asks which companies a consent reaches, before it is ended: where a consent is a person's, ending it
  /// may end what other integrations have of the same person.
  func reach(_ grant: GrantAccess, send: SendRequest) async -> ConsentReach

  /// Ends a consent at the provider.
  func revoke(_ grant: GrantAccess, send: SendRequest) async -> RevocationAnswer

  /// Asks which company consented, and whether it is the one that is named by `grant.companyCode`.
  func company(_ grant: GrantAccess, send: SendRequest) async -> CompanyReply

  /// Asks a register for one row, the cheapest way to see whether it is open; nil if nothing can be
  /// asked.
  func check(
    _ register: Register, _ grant: GrantAccess, send: SendRequest
  ) async -> RegisterAnswer?
}

extension ProviderClient {
  /// No code: the person who logs in chooses the company.
  public func companyCode(in text: String) -> String? { nil }

  /// One company: each consent is for the company that was chosen.
  public func reach(_ grant: GrantAccess, send: SendRequest) async -> ConsentReach { .oneCompany }
}

/// What a browser is sent to the provider with.
public struct Authorization: Sendable {
  /// The scopes to ask for; empty where the provider has none.
  public var scopes: [String]
  /// At least 128 random bits, without any meaning.
  public var state: String
  /// The PKCE verifier (RFC 7636 section 4.1); only its challenge is sent.
  public var verifier: String
  /// The account type to ask for.
  public var accountType: AccountType

  /// An authorization.
  public init(scopes: [String], state: String, verifier: String, accountType: AccountType) {
    self.scopes = scopes
    self.state = state
    self.verifier = verifier
    self.accountType = accountType
  }
}

/// What a code is exchanged with: the attempt's own values.
public struct CodeExchange: Sendable {
  /// The code of the callback.
  public var code: String
  /// The state of the same attempt.
  public var state: String
  /// The PKCE verifier of the same attempt.
  public var verifier: String

  /// An exchange.
  public init(code: String, state: String, verifier: String) {
    self.code = code
    self.state = state
    self.verifier = verifier
  }
}

/// What opens a company's account at the provider: the tokens of one grant that work, and the company.
public struct GrantAccess: Sendable {
  /// The access token; nil if there is none that works.
  public var accessToken: String?
  /// The refresh token; nil if there is none that works.
  public var refreshToken: String?
  /// The kind of account that consented.
  public var accountType: AccountType
  /// The provider's number of the company; nil until it is known.
  public var providerCompany: String?
  /// The code that names the company; nil where the provider needs none.
  public var companyCode: String?

  /// The access of a grant.
  public init(
    accessToken: String?, refreshToken: String? = nil, accountType: AccountType = .user,
    providerCompany: String? = nil, companyCode: String? = nil
  ) {
    self.accessToken = accessToken
    self.refreshToken = refreshToken
    self.accountType = accountType
    self.providerCompany = providerCompany
    self.companyCode = companyCode
  }
}

extension GrantAccess: CustomStringConvertible, CustomReflectable {
  /// Never the secrets themselves.
  public var description: String { "access of a grant" }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Authorization: CustomStringConvertible, CustomReflectable {
  /// Never the secrets themselves.
  public var description: String { "authorization" }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension CodeExchange: CustomStringConvertible, CustomReflectable {
  /// Never the secrets themselves.
  public var description: String { "exchange of a code" }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
