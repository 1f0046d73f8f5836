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

/// The server of a demo's ledger, which is only read.
///
/// Visits need a vault. Since the demo's directory must not change, the vault is in a temporary folder
/// that is deleted with the server.
struct DemoServer {
  let options: Serve
  let publicURL: String
  let log: Logger
  /// The number of companies whose administrators the start page offers.
  private static let companyLimit = 8

  func run() async throws {
    let path = options.place.path
    let ledger: Ledger
    do {
      ledger = try Ledger.open(path, for: .reading)
    } catch LedgerError.missing {
      throw CommandError(
        .missing,
        "There is no ledger in \(path); make a demo's with `authledger demo`.",
        "Det finns ingen liggare i \(path); skapa en demos med `authledger demo --ledger "
          + "DIR`.")
    }
    guard try ledger.property(.mark) == PlaceOptions.demoMark else {
      throw CommandError(
        .data,
        "The ledger in \(path) is not a demo's; make one in another directory, as "
          + "`authledger help demo` tells.",
        "Liggaren i \(path) är inte en demos; skapa en med `authledger demo --ledger DIR`.")
    }
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "authledger-demo-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(at: folder) }
    let vault = try Vault(folder.path, keys: VaultKeys(folder.path, environment: [:]))
    let server = try WebServer(
      try connector(ledger, vault), try configuration(ledger), log: log)
    try await ServiceGroup.runUntilSignal([
      .init(service: server.application(onRunning: announce))
    ])
    try vault.close()
    try ledger.close()
  }

  /// A connector that sends nothing.
  private func connector(_ ledger: Ledger, _ vault: Vault) throws -> Connector {
    guard let app = ClientApp(id: "demo", secret: "demo"),
      let apps = Apps(app, at: Provider.allCases.reduce(into: [:]) { $0[$1] = .some(nil) })
    else { preconditionFailure("letters are fit for an app") }
    return Connector(
      ledger: ledger, vault: vault, clients: apps.clients(publicURL: publicURL),
      send: { _, _ throws(Unanswered) in throw .notSent })
  }

  private func configuration(_ ledger: Ledger) throws -> WebConfiguration {
    var configuration = WebConfiguration(
      publicURL: publicURL, host: options.host, port: options.port, formOrigins: [],
      serviceKey: nil)
    configuration.demo = WebConfiguration.Demonstration(
      companies: try ledger.companies(beginningWith: "", limit: Self.companyLimit))
    return configuration
  }

  private func announce(_ port: Int) {
    options.place.message(
      "Showing the demo in \(options.place.path) at \(publicURL). Stop with Ctrl-C.",
      "Visar demon i \(options.place.path) på \(publicURL). Stoppa med Ctrl-C.")
  }
}
