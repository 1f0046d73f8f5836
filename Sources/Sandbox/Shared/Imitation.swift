import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Another imitation, which a control page links to.
public struct SandboxNeighbour: Sendable {
  let title: String
  let controlURL: String

  /// - Parameters:
  ///   - title: The provider that it imitates.
  ///   - controlURL: The address of its control page.
  public init(title: String, controlURL: String) {
    self.title = title
    self.controlURL = controlURL
  }
}

/// The parts that every imitation of a provider has.
struct ImitationParts: Sendable {
  let app: SandboxApp
  let clock: SandboxClock
  let pages: SandboxPages
  let productURL: String?
  /// The imitations beside this one.
  let neighbours: [SandboxNeighbour]
  let faults = FaultQueue()
  let log = AnswerLog()
}

/// An imitation of one provider, with its control page.
protocol Imitation: Sendable {
  var parts: ImitationParts { get }
  /// The requests in which faults can happen.
  var steps: [SandboxFault.Endpoint] { get }
  /// The names of what its control page does besides clock and faults.
  var controls: [String] { get }
  /// Where its forms may lead besides itself.
  var formOrigins: [String] { get }

  /// Does what the control page asks for; false if that is not understood.
  func control(_ name: String, _ form: Fields) -> Bool
  /// The world as at the start.
  func resetWorld()
  /// What its control page shows of its world.
  func controlValues() -> [String: Any]
  /// What tests may know of its world, as JSON.
  func report() -> [String: any Sendable]
  /// True for the paths that a program asks.
  func isLogged(_ path: String) -> Bool
  func addRoutes(to router: Router<BasicRequestContext>)
}

extension Imitation {
  func router() -> Router<BasicRequestContext> {
    let router = Router()
    router.add(middleware: AnswerLogging(log: parts.log, isLogged: isLogged))
    router.add(middleware: SandboxHeaders(formOrigins: formOrigins))
    addRoutes(to: router)
    ControlPages(imitation: self).add(to: router)
    return router
  }

  /// The server, on a loopback address: an imitation must not be reachable from elsewhere.
  func server(
    host: String, port: Int, logger: Logger,
    onRunning: @escaping @Sendable (Int) async -> Void
  ) -> some ApplicationProtocol {
    precondition(["127.0.0.1", "localhost", "::1"].contains(host), "the sandbox is for loopback")
    return Application(
      router: router(),
      configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
      onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
      logger: logger)
  }

  /// A page of the imitation.
  func page(
    _ name: String, _ values: [String: Any], _ status: HTTPResponse.Status = .ok
  ) -> Response {
    .html(parts.pages.render(name, values.merging(["appName": parts.app.name]) { $1 }), status)
  }
}
