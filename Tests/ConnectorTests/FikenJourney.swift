import EventLog
import Evidence
import Fiken
import Foundation
import Integrations
import Providers
import TestSupport
import Testing
import Vault

@testable import Connector

/// A ledger, a vault and a fake Fiken, with a clock that is moved.
struct FikenJourney: Sendable {
  let folder: TemporaryFolder
  let fiken = FakeFiken()
  let clock: TestEffects
  let connector: Connector

  init() throws {
    folder = try TemporaryFolder()
    clock = TestEffects("2026-11-03T09:00:00.000Z", seed: 7)
    let directory = folder.file("ledger")
    try Ledger.create(directory, effects: clock.effects).close()
    let app = try #require(ClientApp(id: "canary-id", secret: "canary-secret"))
    connector = Connector(
      ledger: try Ledger.open(directory, for: .writing, effects: clock.effects),
      vault: try Vault(directory, keys: VaultKeys(directory, environment: [:])),
      clients: [
        .fiken: FikenClient(app: app, redirectURI: "http://127.0.0.1/oauth/fiken/callback")
      ], effects: clock.effects, pauses: [1], wait: { _ in }, send: fiken.send)
  }

  var vault: Vault { connector.vault }

  func state(_ company: Company = .acme) throws -> Integration {
    try connector.state(of: company, .fiken)
  }

  /// Saves settings, with a company code.
  func configure(_ code: String? = "acme-as", _ company: Company = .acme) async throws {
    let number = try code.map {
      try connector.seal(companyCode: $0, of: company, state(company))
    }
    try await connector.ledger.appendConcurrently(
      [
        Command(
          .configured(
            Configured(
              transfers: Registers([.customers, .projects]), enabled: false, companyCode: number)),
          provider: .fiken, by: .administrator)
      ], to: company)
  }

  /// Settings if there are none, and a consent.
  func consent(_ company: Company = .acme) async throws {
    if try state(company).settings == nil { try await configure("\(company.id)-as", company) }
    let departure = try await connector.start(company, .fiken, by: .administrator)
    let field = departure.url.split(separator: "&").first { $0.hasPrefix("state=") }
    let state = try #require(field?.dropFirst(6))
    let outcome = try await connector.callback(
      Flow(
        to: .fiken, query: [("code", "canary-code"), ("state", String(state))],
        cookies: [departure.attempt: departure.flowCookie], by: .administrator, of: company))
    #expect(outcome == .known(company, departure.attempt, .accepted))
    try await connector.drain()
  }

  func remove(
    _ reason: RemovalReason = .requested, _ company: Company = .acme
  ) async throws -> Bool {
    try await connector.remove(company, .fiken, reason: reason, ticket: nil, by: .administrator)
  }

  /// Moves the clock.
  func pass(minutes: Int64) { clock.advance(seconds: minutes * 60) }

  /// The actions, each in a word or two.
  func story(_ company: Company = .acme) throws -> [String] {
    try connector.ledger.story(of: company)
  }

  /// The last record's failure.
  func failure() throws -> Failed? {
    guard
      case .failed(let failed) = try connector.ledger.records(RecordQuery(of: .acme))
        .compactMap({ $0.recorded?.action }).last
    else { return nil }
    return failed
  }
}
