import CommandKit
import Encoding
import Hummingbird
import Integrations
import Sandbox
import ServiceLifecycle
import Web

/// The imitations of the providers that a sandbox runs beside its pages, with one clock.
struct Imitations {
  let file: SandboxFile
  private let fortnox: FortnoxSandbox
  private let fiken: FikenSandbox

  /// Makes them, and writes the file that tells commands where they are.
  ///
  /// - Parameter port: The port of the pages; those of the imitations follow it.
  init(_ directory: String, port: Int, publicURL: String, clock: SandboxClock) throws {
    file = SandboxFile(
      url: "http://127.0.0.1:\(port + 1)", browserURL: "http://localhost:\(port + 1)",
      fikenURL: "http://127.0.0.1:\(port + 2)", fikenBrowserURL: "http://localhost:\(port + 2)",
      publicURL: publicURL, clientID: "sandbox", clientSecret: Secret.random(),
      offset: clock.offsetSeconds)
    try file.write(directory)
    let app = SandboxApp(
      name: DemoProduct.name, id: file.clientID, secret: file.clientSecret,
      redirectURIs: Provider.allCases.map { RedirectURI.of($0, at: publicURL) })
    let neighbours = Self.controlURLs(port: port).map {
      SandboxNeighbour(title: $0.title, controlURL: $0.url)
    }
    fortnox = FortnoxSandbox(
      app: app, clock: clock, productURL: publicURL, neighbours: [neighbours[1]])
    fiken = FikenSandbox(
      app: app, clock: clock, productURL: publicURL, neighbours: [neighbours[0]])
  }

  /// The control pages of the imitations beside the pages at a port.
  static func controlURLs(port: Int) -> [(title: String, url: String)] {
    [
      ("Fortnox", "http://localhost:\(port + 1)/sandbox"),
      ("Fiken", "http://localhost:\(port + 2)/sandbox"),
    ]
  }

  /// Their servers, at the ports that follow that of the pages.
  func services(after port: Int) -> [ServiceGroupConfiguration.ServiceConfiguration] {
    [
      .init(
        service: fortnox.application(
          host: "127.0.0.1", port: port + 1, logger: RequestLog.errors("sandbox"))),
      .init(
        service: fiken.application(
          host: "127.0.0.1", port: port + 2, logger: RequestLog.errors("sandbox"))),
    ]
  }
}
