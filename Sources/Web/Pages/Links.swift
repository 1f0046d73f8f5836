import Connector
import EventLog
import Integrations
import Visits

/// One-time links of the pages.
struct Links {
  let site: Site

  init(_ site: Site) { self.site = site }

  /// Makes a link for a person; it is kept as a hash.
  func make(_ person: Actor, _ company: Company, by issuer: Actor) throws -> String {
    let entry = EntryLink.entry(
      site.connector.effects.id(), for: person, of: company, by: issuer,
      at: site.connector.effects.now())
    return try EntryLink.make(
      entry, in: site.connector.vault, publicURL: site.configuration.publicURL)
  }
}
