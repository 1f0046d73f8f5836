public import Hummingbird
public import Logging
import Synchronization

/// An imitation of Fiken that runs on this computer: login, consent, tokens, companies and faults.
///
/// It answers as Fiken's description of its API says Fiken does (https://api.fiken.no/api/v2/docs/).
/// What that leaves open is a switch on its control page at `/sandbox`, which also moves the clock,
/// takes companies, rights and modules away, and makes it fail. It listens on loopback only.
public final class FikenSandbox: Imitation {
  let parts: ImitationParts
  let state: Mutex<FikenState>
  private let world: FikenWorld
  let requestsPerSecond: Int
  /// How long each answer of the API takes, so that requests at the same time are noticed.
  let answerTime: Duration

  /// An imitation with one app.
  ///
  /// - Parameters:
  ///   - requestsPerSecond: The number of requests to the API that are answered in a second.
  ///   - answerTime: How long each answer of the API takes.
  public init(
    app: SandboxApp, clock: SandboxClock, world: FikenWorld = .sample, productURL: String? = nil,
    neighbours: [SandboxNeighbour] = [],
    requestsPerSecond: Int = 4, answerTime: Duration = .milliseconds(20)
  ) {
    parts = ImitationParts(
      app: app, clock: clock, pages: .fiken, productURL: productURL, neighbours: neighbours)
    self.world = world
    self.requestsPerSecond = requestsPerSecond
    self.answerTime = answerTime
    state = Mutex(FikenState(world))
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
    [.callback, .token, .refresh, .revoke, .user, .companies, .register]
  }

  /// A login leads over two host names.
  var formOrigins: [String] { SandboxHeaders.loopback }

  func resetWorld() { state.withLock { $0 = FikenState(world) } }

  func isLogged(_ path: String) -> Bool {
    path.hasPrefix("/api/v2/") || path == "/oauth/token" || path == "/oauth/revoke"
  }

  func addRoutes(to router: Router<BasicRequestContext>) {
    FikenLoginPages(sandbox: self).add(to: router)
    FikenAccountPages(sandbox: self).add(to: router)
    FikenTokenEndpoint(sandbox: self).add(to: router)
    FikenAPI(sandbox: self).add(to: router)
  }

  // MARK: Pieces

  /// The person with a name and a password.
  func person(_ form: Fields) -> FikenWorld.User? {
    state.withLock { state in
      state.world.people.first { $0.user == form["user"] && $0.password == form["password"] }
    }
  }

  func person(_ user: String?) -> FikenWorld.User? {
    state.withLock { state in state.world.people.first { $0.user == user } }
  }

  /// The page to log in on, for the consent or for one's account.
  func loginPage(action: String, flow: String, fault: Bool = false) -> Response {
    let people = state.withLock { state in
      state.world.people.map { person -> [String: Any] in
        [
          "user": person.user, "password": person.password,
          "about": FikenLoginPages.about(person, state.world),
        ]
      }
    }
    return page(
      "login", ["action": action, "flow": flow, "people": people, "isWrong": fault])
  }

  /// The companies of a person as a form shows them, ticked where the app may see them.
  func choices(of person: FikenWorld.User) -> [[String: Any]] {
    state.withLock { state in
      let given = state.given[person.user]
      return person.companies.keys.sorted().map { slug in
        [
          "slug": slug, "name": state.world.companies[slug]?.name ?? slug,
          "isGiven": given?.contains(slug) ?? !state.hasApp(person.user),
        ]
      }
    }
  }
}
