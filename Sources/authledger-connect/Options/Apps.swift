import CommandKit
import Fiken
import Fortnox
import Integrations
import Providers
import Web

/// Our app at each provider, and the client that talks to it: the only place that knows every client.
struct Apps {
  /// Makes a client that has browsers sent back to an address.
  typealias MakeClient = @Sendable (_ redirectURI: String) -> any ProviderClient

  /// Where an imitation of a provider is, on this computer.
  struct ImitationAddress {
    /// The address for requests.
    var url: String
    /// The address that browsers are sent to; nil for the same.
    var browserURL: String?
  }

  private var makers: [Provider: MakeClient] = [:]

  /// True if no provider can be connected.
  var isEmpty: Bool { makers.isEmpty }

  /// Our app at some providers' imitations, or at providers that nothing is sent to.
  ///
  /// - Returns: nil if an address is not one of this computer.
  init?(_ app: ClientApp, at imitations: [Provider: ImitationAddress?]) {
    for (provider, imitation) in imitations {
      guard let maker = Self.maker(provider, app, at: imitation, sendsPKCE: true) else {
        return nil
      }
      makers[provider] = maker
    }
  }

  /// The apps of the environment variables, at the real providers.
  ///
  /// - Parameter imitations: The imitations to use in place of them; then no other provider is used.
  init(environment: [String: String], imitations: [Provider: ImitationAddress] = [:]) throws {
    let source = SecretSource(environment: environment)
    for provider in Provider.allCases {
      let imitation = imitations[provider]
      guard imitation != nil || imitations.isEmpty,
        let app = try Self.app(of: provider, source)
      else { continue }
      let sendsPKCE = try Self.sendsPKCE(to: provider, environment)
      guard let maker = Self.maker(provider, app, at: imitation, sendsPKCE: sendsPKCE) else {
        throw CommandError(
          .usage, "An imitation is for tests: an address of this computer, http://127.0.0.1:PORT.",
          "En imitation är för tester: en adress på denna dator, http://127.0.0.1:PORT.")
      }
      makers[provider] = maker
    }
  }

  /// A provider's app, from the variables with its name; nil if none is set.
  private static func app(of provider: Provider, _ source: SecretSource) throws -> ClientApp? {
    let prefix = prefix(of: provider)
    let id = try source.value("\(prefix)_CLIENT_ID")
    let secret = try source.value("\(prefix)_CLIENT_SECRET")
    if id == nil, secret == nil { return nil }
    guard let app = ClientApp(id: id ?? "", secret: secret ?? "") else {
      throw CommandError(
        .usage,
        "\(prefix)_CLIENT_ID and \(prefix)_CLIENT_SECRET must both be set, to letters, digits and "
          + "- . _ ~ only.",
        "\(prefix)_CLIENT_ID och \(prefix)_CLIENT_SECRET måste båda anges, med bara "
          + "bokstäver, siffror och - . _ ~.")
    }
    return app
  }

  /// False if PKCE is turned off for a provider that does not ignore it.
  private static func sendsPKCE(
    to provider: Provider, _ environment: [String: String]
  ) throws -> Bool {
    let name = "\(prefix(of: provider))_PKCE"
    switch environment[name] {
    case nil, "on": return true
    case "off" where provider == .fiken: return false
    default:
      throw CommandError(
        .usage,
        "\(name) is \"on\" or, at a provider that does not document PKCE and refuses it, \"off\".",
        "\(name) är \"on\" eller, hos en leverantör som inte dokumenterar PKCE och avvisar "
          + "det, \"off\".")
    }
  }

  private static func prefix(of provider: Provider) -> String {
    provider.rawValue.uppercased().replacing("-", with: "_")
  }

  /// What makes the client of a provider; nil if the imitation is not on this computer.
  private static func maker(
    _ provider: Provider, _ app: ClientApp, at imitation: ImitationAddress?, sendsPKCE: Bool
  ) -> MakeClient? {
    switch provider {
    case .fortnox, .fortnoxPayments:
      guard
        let addresses = imitation.map({
          FortnoxClient.Addresses.onLoopback($0.url, browser: $0.browserURL)
        }) ?? FortnoxClient.Addresses.real
      else { return nil }
      return { FortnoxClient(app: app, redirectURI: $0, addresses: addresses) }
    case .fiken:
      guard
        let addresses = imitation.map({
          FikenClient.Addresses.onLoopback($0.url, browser: $0.browserURL)
        }) ?? FikenClient.Addresses.real
      else { return nil }
      return {
        FikenClient(app: app, redirectURI: $0, addresses: addresses, sendsPKCE: sendsPKCE)
      }
    }
  }

  /// The clients, of pages at an address.
  func clients(publicURL: String) -> [Provider: any ProviderClient] {
    makers.reduce(into: [:]) { clients, entry in
      clients[entry.key] = entry.value(RedirectURI.of(entry.key, at: publicURL))
    }
  }
}
