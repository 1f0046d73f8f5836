import CommandKit
import Connector
import EventLog
import Evidence
import Foundation
import Hummingbird
import Integrations
import Logging
import Providers
import ServiceLifecycle
import Vault
import Web

/// The server of a follower, which is only read.
///
/// The vault that visits need is the follower's own, and holds nothing of the leader's. No provider is asked
/// and nothing is recorded, visits included.
struct FollowerServer {
  private let options: Serve
  private let publicURL: String
  private let log: Logger
  private let leader: Leader

  /// nil if the ledger is not a follower.
  init?(options: Serve, publicURL: String, log: Logger) throws {
    // Another server says what is wrong with a directory.
    guard let ledger = try? Ledger.open(options.place.path, for: .reading) else { return nil }
    defer { try? ledger.close() }
    guard let leader = try ledger.leader() else { return nil }
    guard !options.sandbox else {
      throw CommandError(
        .data,
        "The ledger in \(options.place.path) is a follower; serve it without --sandbox.",
        "Liggaren i \(options.place.path) är en följare; kör serve utan --sandbox.")
    }
    self.options = options
    self.publicURL = publicURL
    self.log = log
    self.leader = leader
  }

  func run() async throws {
    let path = options.place.path
    let ledger = try Ledger.open(
      path, for: .writing, patienceSeconds: options.place.patience)
    try ledger.display([.publicURL: publicURL])
    let vault = try options.place.openVault()
    var configuration = WebConfiguration(
      publicURL: publicURL, host: options.host, port: options.port, formOrigins: [],
      serviceKey: try ServiceKeyFile.read(path, PlaceOptions.environment))
    configuration.isFollower = true
    configuration.isBehindTLSProxy = options.behindTLSProxy
    configuration.limits.connections = FileLimit.connections(atMost: options.connections)
    configuration.limits.requestMilliseconds = options.requestTime
    configuration.limits.unreadMilliseconds = options.requestTime
    let server = try WebServer(connector(ledger, vault), configuration, log: log)
    try await ServiceGroup.runUntilSignal([
      .init(service: server.application(onRunning: announce))
    ])
    try vault.close()
    try ledger.close()
  }

  /// A connector that sends nothing.
  private func connector(_ ledger: Ledger, _ vault: Vault) throws -> Connector {
    guard let app = ClientApp(id: "follower", secret: "follower"),
      let apps = Apps(app, at: Provider.allCases.reduce(into: [:]) { $0[$1] = .some(nil) })
    else { preconditionFailure("letters are fit for an app") }
    return Connector(
      ledger: ledger, vault: vault, clients: apps.clients(publicURL: publicURL),
      send: { _, _ throws(Unanswered) in throw .notSent })
  }

  private func announce(_ port: Int) {
    options.place.message(
      "Showing the follower of \(leader.url) in \(options.place.path) at \(publicURL). Stop with Ctrl-C.",
      "Visar följaren av \(leader.url) i \(options.place.path) på \(publicURL). Stoppa med Ctrl-C.")
  }
}
