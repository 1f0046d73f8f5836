import Encoding
public import Integrations
public import Vault

/// A one-time link.
public enum EntryLink {
  /// The roles that a link can be made for.
  public static let roles: [Actor.Role] = [.administrator, .support, .auditor, .operator]

  /// The entry of a link that is made now.
  ///
  /// - Parameter issuer: The person who makes it, whom records of its visit name.
  public static func entry(
    _ id: VisitID, for person: Actor, of company: Company, by issuer: Actor, at now: Timestamp
  ) -> Entry {
    Entry(
      id: id, actor: person, company: company, issuedBy: issuer, beganAt: now,
      expiresAt: now.adding(seconds: Limits.linkSeconds))
  }

  /// Makes a link and stores its hash.
  ///
  /// - Parameter publicURL: The address of the pages.
  /// - Returns: The link's address, which is stored nowhere.
  public static func make(_ entry: Entry, in vault: Vault, publicURL: String) throws -> String {
    let value = Secret.random()
    try vault.store(entry, .link, value: value)
    return "\(publicURL)/enter/\(value)"
  }
}
