import Encoding
public import Integrations
public import Vault

/// One-time links.
public enum EntryLink {
  /// How long a link can be used.
  public static let seconds = Limits.linkSeconds

  /// Who a link made now lets in.
  ///
  /// - Parameter issuer: Who makes it, and answers for what is done with it.
  public static func entry(
    _ id: VisitID, for person: Actor, of company: Company, by issuer: Actor, at now: Timestamp
  ) -> Entry {
    Entry(
      id: id, actor: person, company: company, issuedBy: issuer, beganAt: now,
      expiresAt: now.adding(seconds: seconds))
  }

  /// Makes a link that lets somebody in once; it is kept as a hash.
  ///
  /// - Parameter publicURL: Where the pages are.
  /// - Returns: The link's address, which is nowhere else.
  public static func make(_ entry: Entry, in vault: Vault, publicURL: String) throws -> String {
    let value = Secret.random()
    try vault.store(entry, .link, value: value)
    return "\(publicURL)/enter/\(value)"
  }
}
