/// The invented people and companies of the imitation of Fortnox.
public struct FortnoxWorld: Sendable {
  /// A person who can log in.
  public struct ImitatedPerson: Sendable {
    /// The name to log in with.
    public var user: String
    /// The password to log in with.
    public var password: String
    /// The name that is shown.
    public var name: String
    /// Their membership in each of their companies, by its number.
    public var companies: [String: Membership]
  }

  /// The rights of a person in a company.
  public struct Membership: Sendable {
    /// True if they may approve service accounts.
    public var isSystemAdministrator: Bool
    /// The registers they have behörighet for, by their paths.
    public var rights: Set<String>
  }

  /// A company.
  public struct ImitatedCompany: Sendable {
    /// Its name.
    public var name: String
    /// Its organisation number.
    public var organisationNumber: String
    /// The licences it has: `integration`, and the scopes of the modules it has bought.
    public var licences: Set<String>
    /// True if it has bought the app.
    public var hasApp = true
    /// True if its account is locked, as for an unpaid invoice.
    public var isLocked = false
  }

  /// The people, in the order in which they are shown.
  public var people: [ImitatedPerson]
  /// The companies, by their DatabaseNumber.
  public var companies: [String: ImitatedCompany]

  /// The scope that each register needs, by its path.
  static let scopes = [
    "companyinformation": "companyinformation", "customers": "customer", "projects": "project",
    "articles": "article", "employees": "salary", "supplierinvoices": "supplierinvoice",
    "invoices": "invoice", "orders": "order", "invoicepayments": "payment",
    "suppliers": "supplier", "vouchers": "bookkeeping", "connectfile": "connectfile",
  ]

  static let everyRight = Set(scopes.keys)
  static let everyLicence = Set(scopes.values).union(["integration"])

  /// People and companies for every branch of the journey.
  public static let sample: FortnoxWorld = {
    func all(_ isSystemAdministrator: Bool, without: Set<String> = []) -> Membership {
      Membership(
        isSystemAdministrator: isSystemAdministrator, rights: everyRight.subtracting(without))
    }
    func person(_ user: String, _ name: String, _ companies: [String: Membership]) -> ImitatedPerson
    {
      ImitatedPerson(user: user, password: "hemligt", name: name, companies: companies)
    }
    func company(_ name: String, _ number: String, without: Set<String> = []) -> ImitatedCompany {
      ImitatedCompany(
        name: name, organisationNumber: number, licences: everyLicence.subtracting(without))
    }
    var world = FortnoxWorld(
      people: [
        person("anna", "Anna Ek", ["1001": all(true)]),
        person("bo", "Bo Lind", ["1001": all(false, without: ["customers", "projects"])]),
        person("cilla", "Cilla Dahl", ["1001": all(false, without: ["projects"])]),
        person("david", "David Ros", ["1001": all(false), "1002": all(true)]),
        person("eva", "Eva Sten", ["1003": all(true)]),
        person("fredrik", "Fredrik Alm", ["1004": all(true)]),
        person("gunnar", "Gunnar Berg", ["1005": all(true)]),
        person("hanna", "Hanna Gran", ["1006": all(true)]),
      ],
      companies: [
        "1001": company("Exempelbolaget AB", "556000-1001"),
        "1002": company("Provföretaget AB", "556000-1002"),
        "1003": company("Utan Licens AB", "556000-1003", without: ["integration"]),
        "1004": company("Utan Projekt AB", "556000-1004", without: ["project"]),
        "1005": company("Obetalda Fakturor AB", "556000-1005"),
        "1006": company("Utan App AB", "556000-1006"),
      ])
    world.companies["1005"]?.isLocked = true
    world.companies["1006"]?.hasApp = false
    return world
  }()
}
