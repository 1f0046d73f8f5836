import CommandKit
import Connector
import Encoding
import EventLog
import Evidence
import Foundation
import Hummingbird
import Integrations
import Logging
import Providers
import Sandbox
import ServiceLifecycle
import UnixSignals
import Vault
import Web

/// The server of a ledger that is written, from its start to its end.
struct LiveServer {
  let options: Serve
  let publicURL: String
  let log: Logger

  func run() async throws {
    let path = options.place.path
    let clock = Self.clock(path)
    let metrics = Metrics()
    var effects = options.sandbox ? Self.effects(clock) : .live
    effects.appended = metrics.appended
    let ledger = try open(path, effects)
    let vault = try options.place.openVault()
    let sandbox =
      options.sandbox
      ? try Imitations(path, port: options.port, publicURL: publicURL, clock: clock) : nil
    let apps = try sandbox?.file.apps() ?? options.place.apps(of: ledger)
    guard !apps.isEmpty else {
      throw CommandError(
        .usage,
        "Set FORTNOX_CLIENT_ID and FORTNOX_CLIENT_SECRET to the app's at Fortnox, or FIKEN_CLIENT_ID "
          + "and FIKEN_CLIENT_SECRET to the app's at Fiken, or try it with --sandbox.",
        "Ange FORTNOX_CLIENT_ID och FORTNOX_CLIENT_SECRET för appen hos Fortnox, eller "
          + "FIKEN_CLIENT_ID och FIKEN_CLIENT_SECRET för appen hos Fiken, eller prova med "
          + "--sandbox.")
    }
    let transport = options.place.transport
    let connector = Connector(
      ledger: ledger, vault: vault, clients: apps.clients(publicURL: publicURL), effects: effects,
      patienceSeconds: options.place.patience, wait: options.place.wait, send: transport.send(_:to:)
    )
    var configuration = try configuration(path, sandbox)
    configuration.metrics = metrics
    let server = try WebServer(connector, configuration, log: log)
    ServiceKeyFile.tell(PlaceOptions.environment, log)
    var services: [ServiceGroupConfiguration.ServiceConfiguration] = []
    if let sandbox { services += sandbox.services(after: options.port) }
    services.append(.init(service: Chores(connector: connector, log: log)))
    services.append(.init(service: server.application(onRunning: announce)))
    try await ServiceGroup.runUntilSignal(services)
    try await connector.drain()
    _ = try? ledger.publish()
    try await transport.shutdown()
    try vault.close()
    try ledger.close()
  }

  private func announce(_ port: Int) {
    options.place.message(
      "Serving \(publicURL) (ledger \(options.place.path)). Stop with Ctrl-C.",
      "Betjänar \(publicURL) (liggare \(options.place.path)). Stoppa med Ctrl-C.")
    if options.sandbox {
      for (title, url) in Imitations.controlURLs(port: options.port) {
        options.place.message(
          "The imitation of \(title) is at \(url).", "Imitationen av \(title) finns på \(url).")
      }
    }
  }

  // MARK: Parts

  /// Opens the ledger; a sandbox makes one if there is none, and marks it as a sandbox for ever.
  private func open(_ path: String, _ effects: Effects) throws -> Ledger {
    if options.sandbox, !FileManager.default.fileExists(atPath: path + "/ledger.sqlite") {
      let properties: [Property: String] = [
        .mark: SandboxFile.mark, .product: DemoProduct.name,
        .supportEmail: DemoProduct.supportEmail,
      ]
      try Ledger.create(path, properties: properties, effects: effects).close()
    }
    let ledger = try Ledger.open(
      path, for: .writing, effects: effects, patienceSeconds: options.place.patience)
    let mark = try ledger.property(.mark)
    if options.sandbox || options.place.hasImitation, mark != SandboxFile.mark {
      throw CommandError(
        .data, "The ledger in \(path) is not a sandbox's; name another directory with --ledger.",
        "Liggaren i \(path) är inte en sandlådas; ange en annan katalog med --ledger.")
    }
    if !options.sandbox, !options.place.hasImitation, let mark {
      throw CommandError(
        .data,
        "The ledger in \(path) was made by a \(mark) and holds nothing real; make one with "
          + "`authledger init`, or look at this one with `authledger-connect serve --\(mark)`.",
        "Liggaren i \(path) är gjord av \(mark) och innehåller inget verkligt; skapa en "
          + "med `authledger init`, eller se denna med `authledger-connect serve --\(mark)`.")
    }
    // Commands print links to the pages.
    var shown: [Property: String] = [.publicURL: publicURL]
    shown[.supportEmail] = options.supportEmail
    try ledger.display(shown)
    return ledger
  }

  /// The sandbox's clock: its offset is stored, so it never runs back on the same ledger, and commands use
  /// it too.
  private static func clock(_ path: String) -> SandboxClock {
    SandboxClock(offsetSeconds: (try? SandboxFile.read(path).offset) ?? 0) { offset in
      guard var file = try? SandboxFile.read(path) else { return }
      file.offset = offset
      try? file.write(path)
    }
  }

  private static func effects(_ clock: SandboxClock) -> Effects {
    Effects(
      now: { Timestamp(milliseconds: Int64(clock.now().timeIntervalSince1970 * 1000)) },
      random: Effects.live.random)
  }

  private func configuration(
    _ path: String, _ sandbox: Imitations?
  ) throws -> WebConfiguration {
    var configuration = WebConfiguration(
      publicURL: publicURL, host: options.host, port: options.port,
      formOrigins: ProviderProfile.formOrigins(of: Provider.allCases),
      serviceKey: try ServiceKeyFile.read(path, PlaceOptions.environment))
    configuration.isBehindTLSProxy = options.behindTLSProxy
    configuration.limits.connections = FileLimit.connections(atMost: options.connections)
    if configuration.limits.connections < options.connections {
      options.place.message(
        "This process may have \(configuration.limits.connections) connections and not "
          + "\(options.connections); raise its limit of open files (ulimit -n).",
        "Denna process får ha \(configuration.limits.connections) anslutningar och inte "
          + "\(options.connections); höj dess gräns för öppna filer (ulimit -n).")
    }
    configuration.limits.requestMilliseconds = options.requestTime
    configuration.limits.unreadMilliseconds = options.requestTime
    if let sandbox {
      configuration.formOrigins = [sandbox.file.browserURL]
      configuration.sandbox = WebConfiguration.Sandbox(
        controlURL: sandbox.file.browserURL + "/sandbox")
    } else if options.place.hasImitation {
      configuration.formOrigins = options.place.imitations.values.map(\.url)
    }
    return configuration
  }
}

extension ServiceGroup {
  /// Runs services until the process is told to end.
  static func runUntilSignal(
    _ services: [ServiceGroupConfiguration.ServiceConfiguration]
  ) async throws {
    try await ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: services, gracefulShutdownSignals: [.sigterm, .sigint],
        logger: RequestLog.errors("group"))
    ).run()
  }
}

/// The number of files and connections that this process may have open (getrlimit(2)).
enum FileLimit {
  /// The files that ledger, vault, log and calls to the provider need beside the connections.
  private static let others = 256

  /// Raises the limit as far as allowed, and returns how many connections it then leaves.
  static func connections(atMost wanted: Int) -> Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      return wanted
    }
    let needed = rlim_t(wanted + others)
    if limit.rlim_cur < needed {
      limit.rlim_cur = min(limit.rlim_max, needed)
      _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
    return max(2, min(wanted, Int(clamping: limit.rlim_cur) - others))
  }
}
