public import EventLog
public import Fortnox
public import Integrations
import Synchronization
public import Vault

/// The journey: the domain's rules, the ledger, the vault and the provider, brought together.
///
/// What happens is in the ledger and what is secret in the vault, and each step is written before
/// the next is taken. So a crash between any two leaves something that `heal` knows how to finish:
///
/// | on the disk | what follows |
/// |---|---|
/// | an attempt in the vault that the ledger does not know | it is ended; nobody was sent anywhere |
/// | an accepted code without credentials | `failed(exchangeUnknown)`: a code is never sent twice |
/// | pending credentials of an open attempt | company and registers are asked again |
/// | pending credentials of the grant | they become current |
/// | pending credentials of an attempt that ended | they are revoked, and erased once that is confirmed |
/// | a refresh that was sent and not answered | `failed(refreshUnknown)` |
/// | current credentials newer than the grant says | `approved(via: refresh)` |
/// | credentials without a grant | they are revoked, and erased once that is confirmed |
public final class Connector: Sendable {
  /// How a request is sent; `Transport.send` but for tests.
  public typealias Send = @Sendable (HTTPRequest) async throws(Unanswered) -> HTTPAnswer
  /// How the time before a question is asked again passes; a sleep but for tests.
  public typealias Wait = @Sendable (Duration) async throws -> Void

  /// The event log.
  public let ledger: Ledger
  /// The credentials and the secrets of open attempts.
  public let vault: Vault
  /// The clock and the random numbers.
  public let effects: Effects
  let clients: [Provider: FortnoxClient]
  let send: Send
  let wait: Wait
  let turns: IntegrationLocks
  /// Pauses before company and registers are asked again, in milliseconds.
  let pauses: [Int]
  let running = BackgroundTasks()
  let strangers = Mutex(0)
  private let isEnding = Atomic(false)

  /// A connector of one ledger.
  ///
  /// - Parameters:
  ///   - clients: Our app at each provider that can be connected.
  ///   - pauses: Pauses before an unanswered question is asked again, in milliseconds.
  ///   - patienceSeconds: How long to wait for others at work on the same integration.
  ///   - wait: Lets the time pass before Fortnox is asked again.
  public init(
    ledger: Ledger, vault: Vault, clients: [Provider: FortnoxClient], effects: Effects = .live,
    pauses: [Int] = [500, 1500, 3000], patienceSeconds: Int = 30,
    wait: @escaping Wait = { try await Task.sleep(for: $0) }, send: @escaping Send
  ) {
    self.ledger = ledger
    self.vault = vault
    self.clients = clients
    self.effects = effects
    self.pauses = pauses
    self.send = send
    self.wait = wait
    turns = IntegrationLocks(ledger.directory, patience: .seconds(patienceSeconds))
  }

  /// Who the records of the server's own work name.
  public static let server = Actor.server
  /// The host application, which the service key belongs to and whose links sign people in.
  public static let host = Actor.known("system:host")

  /// The providers that can be connected.
  public var providers: [Provider] { clients.keys.sorted { $0.rawValue < $1.rawValue } }

  func client(of provider: Provider) throws(ConnectorError) -> FortnoxClient {
    guard let client = clients[provider] else { throw .notOffered(provider) }
    return client
  }

  /// The integration now; an empty one where nothing is recorded.
  public func state(of company: Company, _ provider: Provider) throws -> Integration {
    try ledger.integration(of: company, provider)?.state ?? Integration(provider)
  }

  /// Makes whatever goes through all companies end with the one it is at: the next start goes on.
  ///
  /// A task is not cancelled for that, since a request under way may spend a refresh token.
  public func endSweeps() { isEnding.store(true, ordering: .relaxed) }

  /// True if the next company is to be left for the next start.
  var isStopped: Bool { isEnding.load(ordering: .relaxed) || Task.isCancelled }

  /// Waits for what runs on its own, such as the exchange of a code whose browser has gone, and
  /// records what was only counted so far.
  public func finish() async throws {
    await running.drain()
    try await recordStrangers()
  }
}

extension Actor {
  /// The server itself, `system:server`.
  static let server = Self.known("system:server")

  /// What stands in the program is well-formed.
  static func known(_ text: String) -> Self {
    guard let actor = Self(text) else { preconditionFailure("\(text) is not an actor") }
    return actor
  }

  /// The provider as an actor.
  static func provider(_ provider: Provider) -> Self { known("provider:\(provider.rawValue)") }
}

/// What the journey can refuse, each as one sentence.
public enum ConnectorError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Our app is not set up with this provider.
  case notOffered(Provider)
  /// Something else is being done with the same integration and takes long.
  case busy(Company)
  /// There is no grant to use.
  case noGrant(Company)
  /// The grant stands in the ledger and its credentials are not in the vault.
  case noCredentials(Company)
  /// The grant is dead; somebody must authorize again.
  case grantDead(Company)
  /// The provider gave no new token; why is in the company log.
  case notRefreshed(Company, Failed.Reason)

  /// One sentence: what, where, what to do.
  public var description: String {
    switch self {
    case .notOffered(let provider):
      "\(provider.title) is not set up here; give its client id and secret at the start."
    case .busy(let company):
      "Something else is being done with the integration of \(company) right now; try again in a "
        + "moment."
    case .noGrant(let company):
      "\(company) has no authorization; an administrator must authorize first."
    case .noCredentials(let company):
      "The credentials of \(company) are not in the vault of this ledger; authorize again, or put "
        + "vault.sqlite back."
    case .grantDead(let company):
      "The authorization of \(company) no longer works; an administrator must authorize again. Run "
        + "`authledger why \(company)`."
    case .notRefreshed(let company, let reason):
      "Fortnox gave no new access token for \(company) (\(reason.rawValue)); run `authledger why "
        + "\(company)`."
    }
  }
}
