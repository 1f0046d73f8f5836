import Integrations

extension Register {
  /// The scope that a grant needs for it
  /// (https://www.fortnox.se/developer/guides-and-good-to-know/scopes).
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
