import Connector
import Encoding
public import Integrations
public import Ledger
public import Vault

/// One-time links of the pages.
struct Links {
  let site: Site

  init(_ site: Site) { self.site = site }

  /// Makes a link for a person; it is kept as a hash.
  func make(_ person: Actor, _ company: Company, by issuer: Actor) throws -> String {
    try EntryLink.make(
      for: person, of: company, by: issuer, in: site.connector.vault, site.connector.effects,
      publicURL: site.configuration.publicURL)
  }
}

/// One-time links for programs.
public enum EntryLink {
  /// Makes a link that lets a person in, once and for 30 minutes.
  ///
  /// - Parameters:
  ///   - issuer: Who makes it, and answers for what is done with it.
  ///   - publicURL: Where the pages are.
  public static func make(
    for person: Actor, of company: Company, by issuer: Actor, in vault: Vault,
    _ effects: Effects, publicURL: String
  ) throws -> String {
    let value = Secret.random()
    try vault.keep(entry(for: person, of: company, by: issuer, effects), .link, value: value)
    return "\(publicURL)/enter/\(value)"
  }

  /// What a link of now lets in.
  static func entry(
    for person: Actor, of company: Company, by issuer: Actor, _ effects: Effects
  ) -> Entry {
    let now = effects.now()
    return Entry(
      id: effects.id(), actor: person, company: company, issuedBy: issuer, beganAt: now,
      expiresAt: now.adding(seconds: Site.linkSeconds))
  }
}
