import Connector
import Integrations
import Vault

/// Shows which company of the provider's an integration is connected to.
enum ConnectedCompany {
  /// Adds its name, and the other companies of ours that are connected to the same one.
  ///
  /// The name can be a person's, so it is shown only to the company and to support; only support sees
  /// which the other companies are.
  static func add(
    to values: inout [String: Any], _ site: Site, _ visited: VisitedIntegration,
    _ state: Integration
  ) throws {
    let (company, provider, language) = (visited.company, visited.provider, visited.language)
    let role = visited.visitor.actor.role
    guard let grant = state.grant, role == .administrator || role == .support else { return }
    // A name that cannot be opened is not shown; nothing else depends on it.
    if let name = try? site.connector.vault.detail(.companyName, of: company, provider) {
      values["companyName"] = ProviderText.shown(name)
    }
    let others = try site.connector.vault.others(
      than: company, provider, at: grant.providerCompany)
    guard !others.isEmpty else { return }
    let names = others.map(\.id).joined(separator: ", ")
    values["shared"] =
      role == .support
      ? Text(
        "The same company in \(provider.system) is connected to \(names) as well.",
        "Samma företag i \(provider.system) är anslutet även till \(names).")(language)
      : Text(
        "The same company in \(provider.system) is connected to another company here as well. If that "
          + "is not meant, write to support.",
        "Samma företag i \(provider.system) är anslutet även till ett annat företag här. Är det inte "
          + "meningen, skriv till supporten.")(language)
  }
}
