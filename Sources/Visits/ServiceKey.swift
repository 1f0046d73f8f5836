import Encoding
public import Integrations

/// What is known of a key that a program presents: everything but its value, which is stored nowhere.
public struct ServiceKey: Hashable, Sendable {
  /// The id, which records and lists show.
  public var id: ServiceKeyID
  /// What the operator calls it.
  public var name: String
  /// What it may do.
  public var scopes: Set<Scope>
  /// The companies that it is for; nil for all.
  public var companies: Set<Company>?
  /// When it was made.
  public var createdAt: Timestamp
  /// The person who made it.
  public var createdBy: Actor
  /// When it ends; nil for never.
  public var expiresAt: Timestamp?
  /// How many requests it may make in a minute; nil for `Limits.requestsPerMinute`.
  public var requestsPerMinute: Int?
  /// The day of its last use, in UTC, such as `2026-11-26`; nil if it was never used.
  public var lastUsed: String?

  /// What is known of a key.
  public init(
    id: ServiceKeyID, name: String, scopes: Set<Scope>, companies: Set<Company>? = nil,
    createdAt: Timestamp, createdBy: Actor, expiresAt: Timestamp? = nil,
    requestsPerMinute: Int? = nil, lastUsed: String? = nil
  ) {
    self.id = id
    self.name = name
    self.scopes = scopes
    self.companies = companies
    self.createdAt = createdAt
    self.createdBy = createdBy
    self.expiresAt = expiresAt
    self.requestsPerMinute = requestsPerMinute
    self.lastUsed = lastUsed
  }

  /// True if the key is for a company.
  public func isFor(_ company: Company) -> Bool { companies?.contains(company) ?? true }

  /// True if the key's time is over.
  public func hasExpired(at now: Timestamp) -> Bool { expiresAt.map { $0 <= now } ?? false }
}

extension ServiceKey {
  private static let prefix = "ak_"

  /// A new value: the prefix, which secret scanners can look for, and 256 random bits.
  static func randomValue() -> String { prefix + Secret.random() }

  /// True if a text has the form of a key's value.
  static func isValue(_ text: String) -> Bool {
    text.hasPrefix(prefix) && Secret.isOne(String(text.dropFirst(prefix.count)))
  }

  /// The day of a moment, as `lastUsed` has it.
  static func day(_ moment: Timestamp) -> String { String(moment.description.prefix(10)) }
}
