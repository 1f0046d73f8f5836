import EventLog
import Evidence
import Fiken
import Fortnox
import Foundation
import Integrations
import Providers
import Synchronization
import TestSupport
import Testing
import Vault

@testable import Connector

/// A company's way to a grant, of which the disk is copied between any two steps, as a crash would leave
/// it.
struct CrashJourney: Sendable {
  let provider: Provider
  let fiken = FakeFiken()
  let fortnox = FakeFortnox()
  let images: DiskImages
  let clock: TestEffects
  let connector: Connector
  private let folder: TemporaryFolder

  init(_ provider: Provider) throws {
    self.provider = provider
    folder = try TemporaryFolder()
    clock = TestEffects("2026-11-03T09:00:00.000Z", seed: 7)
    let directory = folder.file("ledger")
    try Ledger.create(directory, effects: clock.effects).close()
    images = DiskImages(of: directory, fiken, in: folder)
    connector = try Self.connector(
      in: directory, clock.effects, fiken, fortnox, copying: images)
  }

  /// Every look at the clock and every request is a place to crash at.
  private static func connector(
    in directory: String, _ effects: Effects, _ fiken: FakeFiken, _ fortnox: FakeFortnox,
    copying images: DiskImages?
  ) throws -> Connector {
    var watched = effects
    let now = effects.now
    if let images {
      watched.now = {
        images.take(at: now())
        return now()
      }
    }
    let app = try #require(ClientApp(id: "canary-id", secret: "canary-secret"))
    return Connector(
      ledger: try Ledger.open(directory, for: .writing, effects: watched),
      vault: try Vault(directory, keys: VaultKeys(directory, environment: [:])),
      clients: [
        .fiken: FikenClient(app: app, redirectURI: "http://127.0.0.1/oauth/fiken/callback"),
        .fortnox: FortnoxClient(app: app, redirectURI: "http://127.0.0.1/oauth/fortnox/callback"),
      ], effects: watched, pauses: [1], wait: { _ in },
      send: { (request, provider) async throws(Unanswered) -> HTTPAnswer in
        images?.take(at: now())
        defer { images?.take(at: now()) }
        return provider == .fiken
          ? try await fiken.send(request, to: provider)
          : try await fortnox.send(request, to: provider)
      })
  }

  func configure(_ code: String = "acme-as", on connector: Connector? = nil) async throws {
    let connector = connector ?? self.connector
    let state = try connector.state(of: .acme, provider)
    let number =
      provider.profile.companyCode == .required
      ? try connector.seal(companyCode: code, of: .acme, state) : nil
    let settings = Configured(
      transfers: Registers([.customers, .projects]), enabled: false, companyCode: number)
    try await connector.ledger.appendConcurrently(
      [Command(.configured(settings), provider: provider, by: .administrator)], to: .acme)
  }

  func consent(on connector: Connector? = nil) async throws {
    let connector = connector ?? self.connector
    let departure = try await connector.start(.acme, provider, by: .administrator)
    let field = departure.url.split(separator: "&").first { $0.hasPrefix("state=") }
    let state = String(try #require(field?.dropFirst(6)))
    _ = try await connector.callback(
      Flow(
        to: provider, query: [("code", "canary-code"), ("state", state)],
        cookies: [departure.attempt: departure.flowCookie], by: .administrator, of: .acme))
    try await connector.drain()
  }

  private var exchanges: Int { fiken.count("exchange") + fortnox.count("exchange") }

  /// What comes of a crash: the last record once everything that waits has had its time.
  func end(after image: DiskImages.Image) async throws -> String {
    let clock = TestEffects(image.time.description, seed: 8)
    let connector = try Self.connector(
      in: image.directory, clock.effects, fiken, fortnox, copying: nil)
    fiken.ended = image.ended
    let sent = exchanges
    try await connector.heal()
    // A missing company is looked for again, and in the end the attempt is over.
    for minutes in [1, 50] as [Int64] {
      clock.advance(seconds: minutes * 60)
      try await connector.sweep()
    }
    #expect(exchanges == sent, "a code is never sent twice")
    let last = try connector.ledger.story(of: .acme).last ?? "nothing"
    let vault = connector.vault
    #expect(try vault.companies(.pending).isEmpty && vault.openAttempts().isEmpty, "\(last)")
    let grant = try connector.state(of: .acme, provider).grant
    let current = try vault.current(of: .acme, provider)
    #expect(current?.attempt == grant?.attempt, "\(last)")
    if grant != nil {
      #expect(current?.number == grant?.providerCompany)
      _ = try await connector.accessToken(of: .acme, provider)
    }
    return last
  }
}
