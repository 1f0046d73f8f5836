import Crypto
import Encoding
public import Integrations

extension FortnoxClient {
  /// The address that a browser is sent to in order to authorize.
  ///
  /// PKCE S256 is always sent (RFC 7636 section 4.2). Fortnox does not document that it checks it, so
  /// `state` must be enough on its own.
  ///
  /// - Parameters:
  ///   - state: At least 128 random bits, without any meaning.
  ///   - verifier: The PKCE verifier; only its challenge is sent.
  public func authorizationURL(
    scopes: [String], state: String, verifier: String, accountType: AccountType
  ) -> String {
    var fields = [
      ("client_id", app.id), ("redirect_uri", redirectURI),
      ("scope", scopes.sorted().joined(separator: " ")), ("state", state),
      ("access_type", "offline"), ("response_type", "code"),
      ("code_challenge", Self.challenge(of: verifier)), ("code_challenge_method", "S256"),
    ]
    if accountType == .service { fields.append(("account_type", "service")) }
    return "\(addresses.authorize)?\(Form.encode(fields))"
  }

  /// The S256 challenge of a verifier (RFC 7636 section 4.2).
  static func challenge(of verifier: String) -> String {
    Array(SHA256.hash(data: Array(verifier.utf8))).base64URL
  }

  /// Exchanges a code for tokens.
  ///
  /// Send it once, even if no answer comes: a second use of a code may end the grant of the first (RFC
  /// 6749 section 4.1.2).
  public func exchange(code: String, verifier: String) -> HTTPRequest {
    token([
      ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirectURI),
      ("code_verifier", verifier),
    ])
  }

  /// Exchanges a refresh token for new tokens; a refresh token works once.
  public func refresh(_ refreshToken: String) -> HTTPRequest {
    token([("grant_type", "refresh_token"), ("refresh_token", refreshToken)])
  }

  /// Asks for an access token of a service account, for the company with this number.
  public func clientCredentials(providerCompany: String) -> HTTPRequest {
    token([("grant_type", "client_credentials")], [("TenantId", providerCompany)])
  }

  /// Revokes a grant at Fortnox; access tokens cannot be revoked.
  public func revoke(_ refreshToken: String) -> HTTPRequest {
    HTTPRequest(
      "POST", addresses.revoke, headers: [("Authorization", app.authorization)],
      form: [("token_type_hint", "refresh_token"), ("token", refreshToken)])
  }

  /// Asks which company the grant is for.
  public func companyInformation(accessToken: String) -> HTTPRequest {
    get("companyinformation", accessToken)
  }

  /// Asks a register for one row, the cheapest way to see whether it is open; nil if Fortnox has no such
  /// address.
  public func check(_ register: Register, accessToken: String) -> HTTPRequest? {
    register.path.map { get("\($0)?limit=1", accessToken) }
  }

  private func token(
    _ form: [(String, String)], _ headers: [(String, String)] = []
  ) -> HTTPRequest {
    HTTPRequest(
      "POST", addresses.token,
      headers: [("Authorization", app.authorization), ("Accept", "application/json")] + headers,
      form: form)
  }

  private func get(_ path: String, _ accessToken: String) -> HTTPRequest {
    HTTPRequest(
      "GET", addresses.registers + path,
      headers: [("Authorization", "Bearer \(accessToken)"), ("Accept", "application/json")],
      form: nil)
  }
}

extension Register {
  /// Its path in Fortnox's API, below `/3/`; nil if there is none.
  fileprivate var path: String? {
    switch self {
    case .articles: "articles"
    // Connections of files are asked for by the voucher or invoice they belong to.
    case .attachments: nil
    case .employees: "employees"
    case .expenses: "supplierinvoices"
    case .customers: "customers"
    case .invoices: "invoices"
    case .orders: "orders"
    case .payments: "invoicepayments"
    case .projects: "projects"
    case .suppliers: "suppliers"
    case .vouchers: "vouchers"
    }
  }

  /// The member that an answer of the register has; nil if it has no path.
  var member: String? {
    switch self {
    case .articles: "Articles"
    case .attachments: nil
    case .employees: "Employees"
    case .expenses: "SupplierInvoices"
    case .customers: "Customers"
    case .invoices: "Invoices"
    case .orders: "Orders"
    case .payments: "InvoicePayments"
    case .projects: "Projects"
    case .suppliers: "Suppliers"
    case .vouchers: "Vouchers"
    }
  }
}
