extension ProviderProfile {
  /// Fortnox, the Swedish accounting system.
  static let fortnox = ProviderProfile(
    id: .fortnox, title: "Fortnox", system: "Fortnox", registers: fortnoxRegisters,
    proposedTransfers: Registers([.customers, .projects]), basicScopes: ["companyinformation"],
    hasServiceAccount: true, refreshTokenSeconds: fortnoxRefreshTokenSeconds,
    rateLimitSeconds: fortnoxRateLimitSeconds, leaving: fortnoxLeaving, answers: .fortnox,
    words: .fortnox,
    about: { _ in
      Text(
        "Customers, projects, invoices and expenses to your accounting.",
        "Kunder, projekt, fakturor och utlägg till din bokföring.")
    })

  /// Fortnox Payments, a second app at Fortnox that is authorized on its own.
  /// https://docs.milientsoftware.com/help/moment-by-topic/integrations/real-time-integrations/fortnox-payments
  static let fortnoxPayments = ProviderProfile(
    id: .fortnoxPayments, title: "Fortnox Payments", system: "Fortnox",
    registers: fortnoxRegisters, proposedTransfers: Registers([.payments]),
    basicScopes: ["companyinformation"], hasServiceAccount: true,
    refreshTokenSeconds: fortnoxRefreshTokenSeconds,
    rateLimitSeconds: fortnoxRateLimitSeconds, leaving: fortnoxLeaving,
    answers: .fortnox, words: .fortnox,
    about: { product in
      Text(
        "Payments of your invoices back to \(product.title.english), every night.",
        "Betalningar av dina fakturor tillbaka till \(product.title.swedish), varje natt.")
    })

  /// A login may lead over other hosts of Fortnox's.
  private static let fortnoxLeaving = Leaving.redirect(over: ["https://*.fortnox.se"])

  /// 45 days (https://fortnox.se/developer/authorization/migrate-legacy-token-to-jwt).
  private static let fortnoxRefreshTokenSeconds: Int64 = 45 * 86_400

  /// 25 requests in 5 seconds
  /// (https://www.fortnox.se/developer/guides-and-good-to-know/rate-limits-for-fortnox-api).
  ///
  /// There are fewer registers than that, so a check does not reach it.
  private static let fortnoxRateLimitSeconds = 5

  /// The registers, with the scopes of https://www.fortnox.se/developer/guides-and-good-to-know/scopes.
  ///
  /// Attachments can only be read through the voucher or invoice that they belong to, so nothing can be
  /// asked.
  private static let fortnoxRegisters: [RegisterProfile] = [
    RegisterProfile(.articles, scope: "article", path: "articles", member: "Articles"),
    RegisterProfile(.attachments, scope: "connectfile", path: nil),
    RegisterProfile(.employees, scope: "salary", path: "employees", member: "Employees"),
    RegisterProfile(
      .expenses, scope: "supplierinvoice", path: "supplierinvoices", member: "SupplierInvoices"),
    RegisterProfile(.customers, scope: "customer", path: "customers", member: "Customers"),
    RegisterProfile(.invoices, scope: "invoice", path: "invoices", member: "Invoices"),
    RegisterProfile(.orders, scope: "order", path: "orders", member: "Orders"),
    RegisterProfile(
      .payments, scope: "payment", path: "invoicepayments", member: "InvoicePayments"),
    RegisterProfile(.projects, scope: "project", path: "projects", member: "Projects"),
    RegisterProfile(.suppliers, scope: "supplier", path: "suppliers", member: "Suppliers"),
    RegisterProfile(.vouchers, scope: "bookkeeping", path: "vouchers", member: "Vouchers"),
  ]
}
