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

  /// What Fortnox says where the approver may not handle customers.
  static let unentitled = [
    RegisterRefusal(
      register: .customers, code: 2_001_538, message: "Saknar behörighet för kundregister",
      httpStatus: 400)
  ]

  /// What it says where the licence is missing, the one thing that a service account can lack.
  static let unlicensed = [
    RegisterRefusal(
      register: .projects, code: 2_001_101,
      message: "Det finns ingen aktiv licens för önskat scope.", httpStatus: 403)
  ]

  private init(_ registers: [Register]) {
    transfers = Registers(registers)
    narrowed = Registers(registers.filter { $0 != .projects })
    scopes = (["companyinformation"] + registers.compactMap(Provider.fortnox.profile.scope))
      .sorted()
    open = transfers.sorted.map { Approval.Check(register: $0, ok: true) }
    customersRefused = transfers.sorted.map {
      Approval.Check(register: $0, ok: $0 != .customers)
    }
  }
}
