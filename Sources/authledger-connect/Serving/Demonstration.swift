import CommandKit
import Connector
import EventLog
import Evidence
import Fortnox
import Foundation
import Hummingbird
import Integrations
import Logging
import ServiceLifecycle
import UnixSignals
import Vault
import Web

/// The pages of a demo's ledger, which is only read.
///
/// Visits need a vault, and the demo's directory stays as it is: theirs is in a folder of its own that
/// goes with the server.
struct Demonstration {
  private let options: Serve
  private let publicURL: String
  private let log: Logger
  /// How many companies' administrators the start page offers to be.
  private static let companyLimit = 8

  init(_ options: Serve, publicURL: String, log: Logger) {
    self.options = options
    self.publicURL = publicURL
    self.log = log
  }

  func run() async throws {
    let path = options.place.path
    let ledger: Ledger
    do {
      ledger = try Ledger.open(path, for: .reading)
    } catch LedgerError.missing {
      throw CommandError(
        .missing,
        "There is no ledger in \(path); make a demo's with `authledger demo --ledger DIR`.")
    }
    guard try ledger.property(.mark) == PlaceOptions.demoMark else {
      throw CommandError(
        .data,
        "The ledger in \(path) is not a demo's; make one with `authledger demo --ledger DIR`.")
    }
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "authledger-demo-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(at: folder) }
    let vault = try Vault(folder.path, keys: VaultKeys(folder.path, environment: [:]))
    let server = try WebServer(
      try connector(ledger, vault), try configuration(ledger), log: log)
    var quiet = Logger(label: "group") { _ in RequestLog() }
    quiet.logLevel = .error
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [.init(service: server.application(onRunning: announce))],
        gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet))
    try await group.run()
    try vault.close()
    try ledger.close()
  }

  /// Nothing is sent to anybody: there is no app, and nobody to send it to.
  private func connector(_ ledger: Ledger, _ vault: Vault) throws -> Connector {
    guard let app = FortnoxClient.App(id: "demo", secret: "demo") else {
      preconditionFailure("letters are fit for an app")
    }
    let apps = Apps(
      apps: Provider.allCases.reduce(into: [:]) { $0[$1] = app }, addresses: .real)
    return Connector(
      ledger: ledger, vault: vault, clients: apps.clients(publicURL: publicURL),
      send: { _ throws(Unanswered) in throw .notSent })
  }

  private func configuration(_ ledger: Ledger) throws -> WebConfiguration {
    var configuration = WebConfiguration(
      publicURL: publicURL, host: options.host, port: options.port,
      supportEmail: options.supportEmail, formOrigins: [], serviceKey: nil)
    configuration.demo = WebConfiguration.Demo(
      companies: try ledger.companies(beginningWith: "", limit: Self.companyLimit))
    return configuration
  }

  private func announce(_ port: Int) {
    Say.note("Showing the demo in \(options.place.path) at \(publicURL). Stop with Ctrl-C.")
  }
}
