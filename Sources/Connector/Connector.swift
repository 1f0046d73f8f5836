public import EventLog
public import Integrations
public import Providers
import Synchronization
public import Vault

/// Connects companies with a provider: from the administrator's button to the access token, by the
/// domain's rules.
///
/// ```swift
/// let connector = Connector(
///   ledger: ledger, vault: vault, clients: [.fortnox: client], send: transport.send)
/// // The administrator presses Authorize: the browser is sent to departure.url.
/// let departure = try await connector.start(company, .fortnox, by: Author(administrator))
/// // The provider sends the browser back; query holds the parameters of the address.
/// let flow = Flow(
///   to: .fortnox, query: query, cookies: [departure.attempt: departure.flowCookie],
///   by: administrator, of: company)
/// let outcome = try await connector.callback(flow)
/// // The code is exchanged in the background. Then the host application asks for a token.
/// try await connector.drain()
/// let token = try await connector.accessToken(of: company, .fortnox)
/// ```
///
/// Actions are recorded in the ledger and secrets stored in the vault, each step before the next begins.
/// After a crash between any two, `heal` finishes what was left:
///
/// | found after a crash | what `heal` does |
/// |---|---|
/// | an attempt in the vault that is not in the ledger | ends it; no browser was redirected |
/// | an accepted code without credentials | records `failed(exchangeUnknown)`: a code is never sent twice |
/// | pending credentials of an open attempt | asks for company and registers again |
/// | pending credentials of the grant | makes them current |
/// | pending credentials of an attempt that ended | revokes them, and erases them once that is confirmed |
/// | a refresh that was sent and not answered | records `failed(refreshUnknown)` |
/// | current credentials newer than the grant's records | records `approved(via: refresh)` |
/// | credentials without a grant | revokes them, and erases them once that is confirmed |
public final class Connector: Sendable {
  /// Sends a request: `Transport.send`, except in tests.
  public typealias Send =
    @Sendable (HTTPRequest, Provider) async throws(Unanswered) -> HTTPAnswer
  /// Waits before a question is asked again: `Task.sleep`, except in tests.
  public typealias Wait = @Sendable (Duration) async throws -> Void

  /// The event log.
  public let ledger: Ledger
  /// The credentials and the secrets of open attempts.
  public let vault: Vault
  /// The clock and the random numbers.
  public let effects: Effects
  let clients: [Provider: any ProviderClient]
  private let send: Send
  let wait: Wait
  let locks: IntegrationLocks
  /// How refreshes came out.
  public let refreshes = RefreshCounts()
  /// The waits before the company is asked for again, in milliseconds.
  let pauses: [Int]
  let background = BackgroundTasks()
  let unknownCallbacks = Mutex(0)
  private let isEnding = Atomic(false)

  /// A connector of one ledger.
  ///
  /// - Parameters:
  ///   - clients: The client of each provider that can be connected.
  ///   - pauses: The waits before an unanswered question is asked again, in milliseconds.
  ///   - patienceSeconds: How long to wait for the lock of an integration.
  ///   - wait: Waits before a provider is asked again.
  ///   - send: Sends a request to a provider.
  public init(
    ledger: Ledger, vault: Vault, clients: [Provider: any ProviderClient], effects: Effects = .live,
    pauses: [Int] = [500, 1500, 3000], patienceSeconds: Int = Limits.patienceSeconds,
    wait: @escaping Wait = { try await Task.sleep(for: $0) }, send: @escaping Send
  ) {
    self.ledger = ledger
    self.vault = vault
    self.clients = clients
    self.effects = effects
    self.pauses = pauses
    self.send = send
    self.wait = wait
    locks = IntegrationLocks(ledger.directory, patience: .seconds(patienceSeconds))
  }

  /// The host application: it holds the service key, and its links sign people in.
  public static let host = Actor.known("system:host")

  /// The providers that can be connected.
  public var providers: [Provider] { clients.keys.sorted { $0.rawValue < $1.rawValue } }

  func client(of provider: Provider) throws(ConnectorError) -> any ProviderClient {
    guard let client = clients[provider] else { throw .notOffered(provider) }
    return client
  }

  /// Sends requests to one provider.
  func send(to provider: Provider) -> SendRequest {
    { [send] request throws(Unanswered) in try await send(request, provider) }
  }

  /// The integration now; an empty one if nothing is recorded.
  public func state(of company: Company, _ provider: Provider) throws -> Integration {
    try ledger.integration(of: company, provider)?.state ?? Integration(provider)
  }

  /// Stops every loop over companies after the company it is at; the next start goes on.
  ///
  /// Tasks are not cancelled, since a request under way may have spent a refresh token.
  public func endSweeps() { isEnding.store(true, ordering: .relaxed) }

  /// True if loops over companies must stop.
  var isStopped: Bool { isEnding.load(ordering: .relaxed) || Task.isCancelled }

  /// Waits for background tasks, and records the callbacks that were only counted so far.
  ///
  /// Call it before the ledger is closed: an exchange whose browser has gone may still be under way.
  public func drain() async throws {
    await background.drain()
    try await recordUnknownCallbacks()
  }
}

extension Actor {
  /// The server itself, `system:server`.
  static let server = Self.known("system:server")

  /// An actor that is written in the program, so it is well-formed.
  static func known(_ text: String) -> Self {
    guard let actor = Self(text) else { preconditionFailure("\(text) is not an actor") }
    return actor
  }

  /// The provider as an actor.
  static func provider(_ provider: Provider) -> Self { known("provider:\(provider.rawValue)") }
}

/// An error of the connector, as one sentence.
public enum ConnectorError: ErrorWithText, Hashable, Sendable, CustomStringConvertible {
  /// Our app is not set up with this provider.
  case notOffered(Provider)
  /// Something else is being done with the same integration and takes long.
  case busy(Company)
  /// A company code must be saved first.
  case noCompanyCode(Company, Provider)
  /// What was typed is no company code of the provider's.
  case notACompanyCode(Provider)
  /// There is no grant to use.
  case noGrant(Company)
  /// The grant stands in the ledger and its credentials are not in the vault.
  case noCredentials(Company)
  /// The grant is dead; an administrator must authorize again.
  case grantDead(Company)
  /// The provider gave no new token; why is in the company log.
  case notRefreshed(Company, Failed.Reason)

  /// One sentence: what, where, what to do.
  public var description: String { text.english }

  /// What it comes to for whoever asked.
  public var failure: Failure {
    switch self {
    case .notOffered: .usage
    case .busy: .busy
    case .noCompanyCode, .notACompanyCode: .data
    case .noGrant, .noCredentials, .grantDead: .negative
    case .notRefreshed: .unavailable
    }
  }

  /// The same in both languages.
  public var text: Text {
    switch self {
    case .notOffered(let provider):
      Text(
        "\(provider.title) is not set up here; give its client id and secret at the start.",
        "\(provider.title) är inte inställt här; ange klient-id och klienthemlighet vid starten.")
    case .busy(let company):
      Text(
        "Something else is being done with the integration of \(company) right now; try again in a "
          + "moment.",
        "Något annat görs just nu med integrationen för \(company); försök igen om en stund.")
    case .noCompanyCode(let company, let provider):
      Text(
        "The company code of \(company) in \(provider.system) is not known here; save it with the "
          + "settings, then authorize.",
        "Företagskoden för \(company) i \(provider.system) är inte känd här; spara den med "
          + "inställningarna och auktorisera sedan.")
    case .notACompanyCode(let provider):
      Text(
        "That is not a company code of \(provider.system); copy it from the address of the company's "
          + "pages there.",
        "Det är inte en företagskod i \(provider.system); kopiera den ur adressen till företagets "
          + "sidor där.")
    case .noGrant(let company):
      Text(
        "\(company) has no authorization; an administrator must authorize first.",
        "\(company) har ingen auktorisering; en administratör måste auktorisera först.")
    case .noCredentials(let company):
      Text(
        "The credentials of \(company) are not in the vault of this ledger; authorize again, or put "
          + "vault.sqlite back.",
        "Inloggningsuppgifterna för \(company) finns inte i denna liggares valv; auktorisera på nytt "
          + "eller lägg tillbaka vault.sqlite.")
    case .grantDead(let company):
      Text(
        "The authorization of \(company) no longer works; an administrator must authorize again. Run "
          + "`authledger why \(company)`.",
        "Auktoriseringen för \(company) fungerar inte längre; en administratör måste auktorisera på "
          + "nytt. Kör `authledger why \(company)`.")
    case .notRefreshed(let company, let reason):
      Text(
        "The provider gave no new access token for \(company) (\(reason.rawValue)); run `authledger why "
          + "\(company)`.",
        "Leverantören gav inget nytt access token för \(company) (\(reason.rawValue)); kör "
          + "`authledger why \(company)`.")
    }
  }
}
