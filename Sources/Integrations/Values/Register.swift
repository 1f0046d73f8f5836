/// A part of the provider's system that a user needs a right for.
///
/// The list is closed so that a spelling mistake cannot become a register of its own. Which registers a
/// provider has, and how each is asked, stands in its profile.
public enum Register: String, CaseIterable, Sendable {
  /// Articles.
  case articles
  /// Files attached to vouchers and invoices.
  case attachments
  /// Employees and their reports.
  case employees
  /// Supplier invoices, which is what expenses become.
  case expenses
  /// Customers.
  case customers
  /// Customer invoices.
  case invoices
  /// Orders.
  case orders
  /// Payments of invoices.
  case payments
  /// Projects.
  case projects
  /// Suppliers.
  case suppliers
  /// Vouchers and the chart of accounts.
  case vouchers

  /// What people call it, as a part of a sentence.
  public var title: Text {
    switch self {
    case .articles: Text("articles", "artiklar")
    case .attachments: Text("attachments", "filkopplingar")
    case .employees: Text("employees", "anställda")
    case .expenses: Text("supplier invoices", "leverantörsfakturor")
    case .customers: Text("customers", "kunder")
    case .invoices: Text("invoices", "kundfakturor")
    case .orders: Text("orders", "order")
    case .payments: Text("payments", "betalningar")
    case .projects: Text("projects", "projekt")
    case .suppliers: Text("suppliers", "leverantörer")
    case .vouchers: Text("vouchers", "verifikationer")
    }
  }
}

/// A set of registers, as settings hold it.
public struct Registers: Hashable, Sendable {
  /// A bit a register, in the order that `bit` gives.
  package private(set) var rawValue: UInt16 = 0

  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// A set of these registers.
  public init(_ registers: some Sequence<Register>) {
    for register in registers { insert(register) }
  }

  /// The empty set.
  public init() {}

  /// Every register.
  package static let all = Registers(Register.allCases)

  /// Adds a register.
  public mutating func insert(_ register: Register) { rawValue |= Self.bit(register) }

  /// Takes a register out.
  public mutating func remove(_ register: Register) { rawValue &= ~Self.bit(register) }

  /// True if a register is in the set.
  public func contains(_ register: Register) -> Bool { rawValue & Self.bit(register) != 0 }

  /// True if the set is empty.
  public var isEmpty: Bool { rawValue == 0 }

  /// The registers in byte order of their names, as records list them.
  public var sorted: [Register] { Self.ordered.filter(contains) }

  private static let ordered = Register.allCases.sorted { $0.rawValue < $1.rawValue }

  private static func bit(_ register: Register) -> UInt16 { 1 << register.place }
}

extension Register {
  /// Its place in tables, and its bit in sets.
  var place: Int {
    switch self {
    case .articles: 0
    case .attachments: 1
    case .employees: 2
    case .expenses: 3
    case .customers: 4
    case .invoices: 5
    case .orders: 6
    case .payments: 7
    case .projects: 8
    case .suppliers: 9
    case .vouchers: 10
    }
  }
}
