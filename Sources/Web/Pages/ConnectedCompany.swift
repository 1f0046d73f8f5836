import Connector
import Integrations
import Vault

/// Which company of the provider's an integration stands at, for those whom it concerns.
enum ConnectedCompany {
  /// Its name as the provider tells it, and the companies of ours that stand at the same one.
  ///
  /// The name can be a person's, so that it is shown to the company and to support alone; which the
  /// other companies are is for support.
  static func add(
    to values: inout [String: Any], _ site: Site, _ visitor: Visitor, _ company: Company,
    _ provider: Provider, _ state: Integration, _ language: Language
  ) throws {
    let role = visitor.actor.role
    guard let grant = state.grant, role == .administrator || role == .support else { return }
    // A name that cannot be opened is only not shown.
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
