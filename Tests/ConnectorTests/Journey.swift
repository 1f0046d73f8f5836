import EventLog
import Evidence
import Fortnox
import Foundation
import Integrations
import Providers
import TestSupport
import Testing
import Vault

@testable import Connector

/// A ledger, a vault and a fake provider, with a clock that is moved.
struct Journey: Sendable {
  let folder: TemporaryFolder
  let fortnox = FakeFortnox()
  let clock: TestEffects
  let connector: Connector
  private let patienceSeconds: Int

  init(patienceSeconds: Int = 300) throws {
    self.patienceSeconds = patienceSeconds
    folder = try TemporaryFolder()
    clock = TestEffects("2026-11-03T09:00:00.000Z", seed: 7)
    try Ledger.create(folder.file("ledger"), effects: clock.effects).close()
    connector = try Self.connector(
      in: folder, fortnox, clock, patienceSeconds: patienceSeconds)
  }

  /// A journey that goes on in a copy of a ledger.
  init(copying ledger: String, at time: String) throws {
    patienceSeconds = 300
    folder = try TemporaryFolder()
    clock = TestEffects(time, seed: 7)
    try Self.copy(ledger, to: folder.file("ledger"))
    connector = try Self.connector(
      in: folder, fortnox, clock, patienceSeconds: patienceSeconds)
  }

  /// Copies a ledger; its keys are their owner's alone, which a checkout does not keep.
  static func copy(_ ledger: String, to directory: String) throws {
    try FileManager.default.copyItem(atPath: ledger, toPath: directory)
    let keys = directory + "/keys"
    for name in try FileManager.default.contentsOfDirectory(atPath: keys) {
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o600], ofItemAtPath: "\(keys)/\(name)")
    }
  }

  /// Another connector on the same directory, as another process would have.
  func another() throws -> Connector {
    try Self.connector(
      in: folder, fortnox, clock, patienceSeconds: patienceSeconds)
  }

  /// A connector on a journey's directory with a patience of its own.
  static func connector(_ journey: Journey, patienceSeconds: Int) throws -> Connector {
    try connector(
      in: journey.folder, journey.fortnox, journey.clock, patienceSeconds: patienceSeconds)
  }

  private static func connector(
    in folder: TemporaryFolder, _ fortnox: FakeFortnox, _ clock: TestEffects,
    patienceSeconds: Int
  ) throws -> Connector {
    let directory = folder.file("ledger")
    let app = try #require(ClientApp(id: "canary-id", secret: "canary-secret"))
    let clients = Provider.allCases.reduce(into: [:]) { clients, provider in
      clients[provider] = FortnoxClient(
        app: app, redirectURI: "http://127.0.0.1/oauth/\(provider.rawValue)/callback")
    }
    return Connector(
      ledger: try Ledger.open(
        directory, for: .writing, effects: clock.effects, patienceSeconds: patienceSeconds),
      vault: try Vault(
        directory, keys: VaultKeys(directory, environment: [:]), patienceSeconds: patienceSeconds),
      clients: clients, effects: clock.effects, pauses: [1], patienceSeconds: patienceSeconds,
      wait: fortnox.wait, send: fortnox.send)
  }

  var vault: Vault { connector.vault }

  func configure(isService: Bool = false, _ company: Company = .acme) throws {
    try connector.ledger.append(
      [
        Command(
          .configured(
            Configured(transfers: Registers([.customers, .projects]), enabled: false)),
          by: .administrator),
        Command(
          .serviceAccountSelected(ServiceAccountSelected(selected: isService)), by: .administrator),
      ], to: company)
  }

  func start(_ company: Company = .acme) async throws -> Departure {
    try await connector.start(company, .fortnox, by: .administrator)
  }

  func callback(
    _ departure: Departure, _ fields: [(String, String)] = [("code", "canary-code")],
    of company: Company = .acme
  ) async throws -> CallbackOutcome {
    let state = try #require(
      departure.url.split(separator: "&").first { $0.hasPrefix("state=") }?.dropFirst(6))
    return try await connector.callback(
      Flow(
        to: .fortnox, query: fields.map { ($0.0, $0.1) } + [("state", String(state))],
        cookies: [departure.attempt: departure.flowCookie], by: .administrator, of: company))
  }

  /// From nothing to a grant.
  func connect(isService: Bool = false, _ company: Company = .acme) async throws {
    if try connector.state(of: company, .fortnox).settings == nil {
      try configure(isService: isService, company)
    }
    let departure = try await start(company)
    #expect(
      try await callback(departure, of: company) == .known(company, departure.attempt, .accepted))
    try await connector.drain()
  }

  /// Support's removal, as asked.
  func remove(_ reason: RemovalReason = .requested) async throws -> Bool {
    try await connector.remove(.acme, .fortnox, reason: reason, ticket: nil, by: .administrator)
  }

  var grant: Grant? { get throws { try connector.state(of: .acme, .fortnox).grant } }

  /// The actions, each in a word or two.
  func story() throws -> [String] {
    try connector.ledger.story(of: .acme)
  }
}

extension Ledger {
  /// The actions of a company, each in a word or two.
  func story(of company: Company) throws -> [String] {
    try records(RecordQuery(of: company)).compactMap { $0.recorded?.action }.map { action in
      switch action {
      case .failed(let data): "failed(\(data.stage), \(data.reason))"
      case .callbackReceived(let data): "callback(\(data.verdict))"
      case .approved(let data), .reauthorized(let data): "\(action.name)(\(data.via))"
      default: action.name.rawValue
      }
    }
  }
}

extension Author {
  /// The administrator, who came in by a link of the host application.
  static let administrator = Author(Actor.administrator)
}
