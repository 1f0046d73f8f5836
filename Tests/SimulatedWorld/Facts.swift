import Integrations

/// What is known of a provider, from its own pages and from people who met it, and not from the
/// program that is judged.
///
/// Fiken: https://api.fiken.no/api/v2/docs/.
/// Fortnox: https://www.fortnox.se/developer/guides-and-good-to-know/scopes.
struct Facts: Sendable {
  /// The provider.
  var provider: Provider
  /// The registers it has.
  var registers: [Register]
  /// Whether access is asked for and given by scope.
  var hasScopes: Bool
  /// Whether a service account can be authorized.
  var hasServiceAccount: Bool
  /// Whether a consent is a person's, for companies that the person gives the app, and a code that is
  /// saved beforehand tells which of them is meant.
  var hasCompanyCode: Bool
  /// Whether a refresh, too, needs the company's licence for integrations.
  var asksLicenceAtRefresh: Bool
  /// How long an access token lives.
  var accessTokenSeconds: Int64
  /// How long a refresh token lives; nil if nothing ends it but a person.
  var refreshTokenSeconds: Int64?

  static let fortnox = Facts(
    provider: .fortnox, registers: Register.allCases, hasScopes: true, hasServiceAccount: true,
    hasCompanyCode: false, asksLicenceAtRefresh: true, accessTokenSeconds: 3600,
    refreshTokenSeconds: 45 * 86_400)
  static let fiken = Facts(
    provider: .fiken, registers: [.customers, .projects], hasScopes: false,
    hasServiceAccount: false, hasCompanyCode: true, asksLicenceAtRefresh: false,
    accessTokenSeconds: 86_157, refreshTokenSeconds: nil)

  /// The facts of a provider.
  static func of(_ provider: Provider) -> Facts { provider == .fiken ? .fiken : .fortnox }

  /// The scopes that a consent for registers asks for.
  func scopes(_ registers: [Register]) -> [String] {
    hasScopes ? Set(registers.map(\.scope) + ["companyinformation"]).sorted() : []
  }

  /// Whether scopes are enough for a register.
  func covers(_ register: Register, by scopes: [String]) -> Bool {
    !hasScopes || scopes.contains(register.scope)
  }
}

extension Register {
  /// The scope that a grant needs for it.
  var scope: String {
    switch self {
    case .articles: "article"
    case .attachments: "connectfile"
    case .employees: "salary"
    case .expenses: "supplierinvoice"
    case .customers: "customer"
    case .invoices: "invoice"
    case .orders: "order"
    case .payments: "payment"
    case .projects: "project"
    case .suppliers: "supplier"
    case .vouchers: "bookkeeping"
    }
  }
}
