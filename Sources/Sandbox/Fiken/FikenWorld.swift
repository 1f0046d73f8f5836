/// The invented people and companies of the imitation of Fiken.
public struct FikenWorld: Sendable {
  /// A person who can log in.
  public struct User: Sendable {
    /// The name to log in with.
    public var user: String
    /// The password to log in with.
    public var password: String
    /// The name that is shown.
    public var name: String
    /// The registers they may read in each of their companies, by its slug.
    public var companies: [String: Set<String>]

    var email: String { "\(user)@fiken.example" }
  }

  /// A company.
  public struct Business: Sendable {
    /// Its name.
    public var name: String
    /// Its organisation number; nil if it has none.
    public var organisationNumber: String?
    /// The modules it has ordered: `api`, `project`.
    public var modules: Set<String> = FikenWorld.everyModule
    /// True for a company that is only there to try things.
    public var isTest = false
  }

  /// The people, in the order in which they are shown.
  public var people: [User]
  /// The companies, by the part of Fiken's addresses that names them.
  public var companies: [String: Business]

  static let everyRegister: Set = ["contacts", "projects"]
  static let everyModule: Set = ["api", "project"]

  /// People and companies for every branch of the journey.
  ///
  /// Organisation numbers in Norway begin with 8 or 9, so these are nobody's.
  public static let sample: FikenWorld = {
    func person(_ user: String, _ name: String, _ companies: [String: Set<String>]) -> User {
      User(user: user, password: "hemligt", name: name, companies: companies)
    }
    let all = everyRegister
    let shared = "exempelselskapet-as"
    var world = FikenWorld(
      people: [
        person("anna", "Anna Ek", [shared: all, "anna-ek": all]),
        person("bo", "Bo Lind", [shared: []]),
        person("cilla", "Cilla Dahl", [shared: ["contacts"]]),
        person(
          "david", "David Ros", [shared: all, "proveselskapet-as": all, "testselskapet": all]),
        person("eva", "Eva Sten", ["uten-api-as": all]),
        person("fredrik", "Fredrik Alm", ["uten-prosjekt-as": all]),
        person("gunnar", "Gunnar Berg", ["uten-nummer": all]),
        person("hanna", "Hanna Gran", ["testselskapet": all]),
      ],
      companies: [
        shared: Business(name: "Exempelselskapet AS", organisationNumber: "199000101"),
        "anna-ek": Business(name: "Anna Ek", organisationNumber: "199000102"),
        "proveselskapet-as": Business(name: "Prøveselskapet AS", organisationNumber: "199000103"),
        "testselskapet": Business(
          name: "Testselskapet", organisationNumber: "199000104", isTest: true),
        "uten-api-as": Business(
          name: "Uten API AS", organisationNumber: "199000105", modules: ["project"]),
        "uten-prosjekt-as": Business(
          name: "Uten Prosjekt AS", organisationNumber: "199000106", modules: ["api"]),
        "uten-nummer": Business(name: "Uten Nummer", organisationNumber: nil),
      ])
    world.addAccountant(with: shared)
    return world
  }()

  /// Adds somebody with more companies than one page of the largest size holds; the named one is the
  /// last of them.
  private mutating func addAccountant(with last: String) {
    var companies = [last: Self.everyRegister]
    for number in 1...120 {
      let digits = String(String(number + 1000).dropFirst())
      let slug = "bransje-\(digits)-as"
      self.companies[slug] = Business(
        name: "Bransje \(digits) AS", organisationNumber: "198000\(digits)")
      companies[slug] = Self.everyRegister
    }
    people.append(User(user: "helga", password: "hemligt", name: "Helga Vik", companies: companies))
  }
}
