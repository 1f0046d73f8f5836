import CommandKit
import Fortnox
import Integrations
import Web

/// Our app at each provider.
struct Apps {
  var apps: [Provider: FortnoxClient.App]
  var addresses: FortnoxClient.Addresses

  init(apps: [Provider: FortnoxClient.App], addresses: FortnoxClient.Addresses) {
    self.apps = apps
    self.addresses = addresses
  }

  /// The apps of the environment variables.
  init(environment: [String: String], addresses: FortnoxClient.Addresses) throws {
    let source = SecretSource(environment: environment)
    var apps: [Provider: FortnoxClient.App] = [:]
    for (provider, prefix) in [
      (Provider.fortnox, "FORTNOX"), (.fortnoxPayments, "FORTNOX_PAYMENTS"),
    ] {
      let id = try source.value("\(prefix)_CLIENT_ID")
      let secret = try source.value("\(prefix)_CLIENT_SECRET")
      if id == nil, secret == nil { continue }
      guard let app = FortnoxClient.App(id: id ?? "", secret: secret ?? "") else {
        throw CommandError(
          .usage,
          "\(prefix)_CLIENT_ID and \(prefix)_CLIENT_SECRET must both be set, to letters, digits and "
            + "- . _ ~ only.")
      }
      apps[provider] = app
    }
    self.init(apps: apps, addresses: addresses)
  }

  func clients(publicURL: String) -> [Provider: FortnoxClient] {
    apps.reduce(into: [:]) { clients, entry in
      clients[entry.key] = FortnoxClient(
        app: entry.value, redirectURI: RedirectURI.of(entry.key, at: publicURL),
        addresses: addresses)
    }
  }
}
