import Integrations

/// What a made-up company transfers, and all that follows from it, made once for all companies.
struct Profile {
  let transfers: Registers
  let narrowed: Registers
  let scopes: [String]
  let open: [Approval.Check]
  let customersRefused: [Approval.Check]

  static let all = [
    Profile([.customers, .projects]), Profile([.customers, .projects]),
    Profile([.customers, .invoices, .projects]), Profile([.customers, .expenses, .projects]),
  ]

  /// Fortnox's sentence for an approver who may not handle customers.
  static let refusals = [
    PermissionDenied.Refusal(
      register: .customers, code: 2_001_538, message: "Saknar behörighet för kundregister",
      httpStatus: 400)
  ]

  private init(_ registers: [Register]) {
    transfers = Registers(registers)
    narrowed = Registers(registers.filter { $0 != .projects })
    scopes = (["companyinformation"] + registers.map(\.scope)).sorted()
    open = transfers.sorted.map { Approval.Check(register: $0, ok: true) }
    customersRefused = transfers.sorted.map {
      Approval.Check(register: $0, ok: $0 != .customers)
    }
  }
}
