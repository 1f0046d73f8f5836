public import Hummingbird
public import Logging
import Synchronization

/// An imitation of Fortnox that runs on this computer: login, consent, tokens, registers and faults.
///
/// It answers as Fortnox's pages say Fortnox does, and its control page at `/sandbox` moves its
/// clock, takes rights and licences away, and makes it fail. It listens on loopback only.
public final class FortnoxSandbox: Imitation {
  let parts: ImitationParts
  let state: Mutex<FortnoxState>
  private let world: FortnoxWorld
  private let questionLimit: Int

  /// An imitation with one app.
  ///
  /// - Parameter questionLimit: The number of a company's requests that are answered in five seconds.
  public init(
    app: SandboxApp, clock: SandboxClock, world: FortnoxWorld = .sample,
    productURL: String? = nil, neighbours: [SandboxNeighbour] = [], questionLimit: Int = 25
  ) {
    parts = ImitationParts(
      app: app, clock: clock, pages: .fortnox, productURL: productURL, neighbours: neighbours)
    self.world = world
    self.questionLimit = questionLimit
    state = Mutex(FortnoxState(world, questionLimit: questionLimit))
  }

  /// The server, to be run.
  ///
  /// - Parameters:
  ///   - host: A loopback address; the imitation must not be reachable from elsewhere.
  ///   - onRunning: Called with the port once requests are accepted.
  public func application(
    host: String, port: Int, logger: Logger,
    onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
  ) -> some ApplicationProtocol {
    server(host: host, port: port, logger: logger, onRunning: onRunning)
  }

  // MARK: Imitation

  var steps: [SandboxFault.Endpoint] {
    [.callback, .token, .refresh, .revoke, .companyinformation, .register]
  }

  var formOrigins: [String] { parts.productURL.map { [$0] } ?? SandboxHeaders.loopback }

  func resetWorld() {
    state.withLock { $0 = FortnoxState(world, questionLimit: questionLimit) }
  }

  func isLogged(_ path: String) -> Bool {
    path.hasPrefix("/3/") || path == "/oauth-v1/token" || path == "/oauth-v1/revoke"
  }

  func addRoutes(to router: Router<BasicRequestContext>) {
    FortnoxLoginPages(sandbox: self).add(to: router)
    FortnoxTokenEndpoint(sandbox: self).add(to: router)
    FortnoxRegisterEndpoints(sandbox: self).add(to: router)
  }
}
