import EventLog
public import Integrations
import Transparency

/// What the directory can store of a person.
public enum PersonField: String, CaseIterable, Sendable {
  /// The name.
  case name
  /// The e-mail address.
  case email
  /// The id at the provider.
  case providerUser

  /// How many bytes a value may have: an e-mail address has at most 320 (RFC 3696 errata 1690).
  static let limit = 320
}

/// What became of one identity that a record commits to.
public enum IdentityVerdict: String, CaseIterable, Sendable {
  /// Its disclosure is here, and is what the record commits to.
  case shown
  /// A later record says that it was erased.
  case erased
  /// Its disclosure was kept back from this copy.
  case withheld
  /// Its disclosure is not here, and nothing explains why.
  case missing
}

/// One value of a person's identity, as one company's log commits to it.
public struct Identity: Hashable, Sendable {
  /// The person, as records name them.
  public let person: String
  /// The company whose log it is.
  public let company: Company
  /// The digest that the record holds.
  public let digest: String
  /// What became of it.
  public let verdict: IdentityVerdict
  /// The name of the value; nil if it is not shown.
  public let name: String?
  /// The value; nil if it is not shown.
  public let value: String?
  /// The disclosure itself; nil if it is not shown.
  public let disclosure: String?
}

/// How many identities have which verdict.
public struct IdentityCount: Hashable, Sendable {
  private var counts: [IdentityVerdict: Int] = [:]

  /// No identities.
  public init() {}

  /// How many have this verdict.
  public subscript(verdict: IdentityVerdict) -> Int { counts[verdict] ?? 0 }

  /// How many there are.
  public var total: Int { counts.values.reduce(0, +) }

  mutating func add(_ verdict: IdentityVerdict) { counts[verdict, default: 0] += 1 }
}

extension Disclosure {
  /// A salted value (RFC 9901 section 4.2.1).
  static func of(_ name: String, _ value: String, salt random: (UInt64, UInt64)) -> Disclosure {
    var writer = CanonicalWriter()
    writer.raw("[")
    writer.string(Disclosure.salt(random))
    writer.raw(",")
    writer.string(name)
    writer.raw(",")
    writer.string(value)
    writer.raw("]")
    return Disclosure(json: writer.bytes)
  }

  /// The name and the value; nil if the disclosure does not have both.
  var member: (name: String, value: String)? {
    guard case .array(let parts)? = try? JSONParser.parse(json), parts.count == 3,
      case .string(let name) = parts[1], case .string(let value) = parts[2]
    else { return nil }
    return (name, value)
  }
}
