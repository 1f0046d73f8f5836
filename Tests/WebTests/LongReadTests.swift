import Connector
import EventLog
import Evidence
import Fortnox
import Foundation
import Integrations
import Logging
import NIOHTTP1
import Providers
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing
import Vault
import Visits

@testable import Web

/// Who verifies, or filters widely, keeps nobody waiting who connects or supports.
@Suite(.serialized, .timeLimit(.minutes(20))) struct LongReadTests {
  /// A server in this process, so that its workers can be held.
  private final class Served: Sendable {
    let folder: TemporaryFolder
    let server: WebServer
    let connector: Connector
    let url: String
    private let group: ServiceGroup
    private let running: Task<Void, any Error>

    init() async throws {
      folder = try TemporaryFolder()
      let directory = folder.file("ledger")
      try Ledger.create(directory).close()
      let app = try #require(ClientApp(id: "canary-id", secret: "canary-secret"))
      connector = Connector(
        ledger: try Ledger.open(directory, for: .writing),
        vault: try Vault(directory, keys: VaultKeys(directory, environment: [:])),
        clients: [
          .fortnox: FortnoxClient(app: app, redirectURI: "http://127.0.0.1/oauth/fortnox/callback")
        ]
      ) { _, _ throws(Unanswered) in throw .notSent }
      try connector.ledger.append(
        [
          Command(
            .configured(Configured(transfers: Registers([.customers]), enabled: false)),
            by: .administrator)
        ], to: .acme)
      var log = Logger(label: "test")
      log.logLevel = .critical
      let port = try Ports.free()
      url = "http://127.0.0.1:\(port)"
      server = try WebServer(
        connector,
        WebConfiguration(
          publicURL: url, host: "127.0.0.1", port: port,
          formOrigins: [], serviceKey: nil), log: log)
      let (ready, isReady) = AsyncStream<Void>.makeStream()
      let application = server.application { _ in isReady.finish() }
      let group = ServiceGroup(
        configuration: ServiceGroupConfiguration(
          services: [.init(service: application)], logger: log))
      self.group = group
      running = Task { try await group.run() }
      for await _ in ready {}
    }

    func stop() async throws {
      await group.triggerGracefulShutdown()
      try await running.value
    }

    func signedIn(_ role: Actor.Role, _ person: String) async throws -> Browser {
      let actor = try #require(Actor(role, person))
      let entry = EntryLink.entry(
        connector.effects.id(), for: actor, of: .acme, by: try #require(Actor(.system, "host")),
        at: connector.effects.now())
      let link = try EntryLink.make(entry, in: connector.vault, publicURL: url)
      let browser = Browser(url)
      let value = String(try #require(link.split(separator: "/").last))
      #expect(try await browser.enter(value).status == 303)
      return browser
    }
  }

  /// Keeps a worker's thread until it is let go.
  private func hold(
    _ worker: LongWorker
  ) async -> (task: Task<Void, any Error>, go: DispatchSemaphore) {
    let go = DispatchSemaphore(value: 0)
    let (begun, hasBegun) = AsyncStream<Void>.makeStream()
    let task = Task {
      try await worker.run {
        hasBegun.finish()
        go.wait()
      }
    }
    for await _ in begun {}
    return (task, go)
  }

  @Test("while one verifies, the next is told when to come again, and everybody else is answered")
  func verifying() async throws {
    let served = try await Served()
    let auditor = try await served.signedIn(.auditor, "a-1")
    let support = try await served.signedIn(.support, "s-3")
    let administrator = try await served.signedIn(.administrator, "u-17")
    let token = try #require(try await auditor.get("/history").token)
    let held = await hold(served.server.site.evidenceWork)
    for _ in 0..<3 {
      let refused = try await auditor.post("/verify", [("token", token)])
      #expect(refused.status == 503 && refused.headers.first(name: "Retry-After") == "10")
      #expect(refused.text.contains("One at a time"))
    }
    let evidence = try await auditor.get("/evidence/acme")
    #expect(evidence.status == 503 && evidence.headers.first(name: "Retry-After") == "10")
    #expect(try await served.signedIn(.support, "s-4").get("/support").status == 200)
    #expect(try await support.get("/support/acme/fortnox").status == 200)
    #expect(try await support.get("/history").status == 200)
    #expect(try await administrator.get("/companies/acme/fortnox").status == 200)
    #expect(try await Browser(served.url).get("/oauth/fortnox/callback?code=a").status == 303)
    held.go.signal()
    try await held.task.value
    let verified = try await auditor.post("/verify", [("token", token)])
    #expect(verified.status == 200 && verified.text.contains("agrees with itself"))
    #expect(try await auditor.get("/evidence/acme").status == 404, "nothing was signed yet")
    #expect(try await auditor.post("/evidence/acme", [("token", token)]).status == 303)
    #expect(try await auditor.get("/evidence/acme").status == 200)
    #expect(try await auditor.get("/evidence/nobody").status == 404)
    try await served.stop()
  }

  @Test("wide filters wait for each other, a few of them, and for nobody else")
  func filtering() async throws {
    let served = try await Served()
    let auditor = try await served.signedIn(.auditor, "a-1")
    let support = try await served.signedIn(.support, "s-3")
    let token = try #require(try await auditor.get("/history").token)
    let held = await hold(served.server.site.historyWork)
    let waiting = (0..<3).map { _ in
      let browser = auditor.copy
      return Task { try await browser.get("/history?actor=support:s-9").status }
    }
    while !served.server.site.historyWork.isFull { try await Task.sleep(for: .milliseconds(5)) }
    #expect(try await auditor.get("/history").status == 503)
    #expect(try await support.get("/support/failures").status == 503)
    #expect(try await auditor.get("/api/companies/acme/fortnox/history").status == 503)
    #expect(try await support.get("/support/acme/fortnox").status == 200)
    #expect(try await auditor.post("/verify", [("token", token)]).status == 200)
    held.go.signal()
    try await held.task.value
    for task in waiting { #expect(try await task.value == 200) }
    let history = try await auditor.get("/api/companies/acme/fortnox/history")
    #expect(history.status == 200 && history.text.contains("integration.configured.v1"))
    let log = try await auditor.get("/api/companies/acme/fortnox/log")
    let lines = try JSONSerialization.jsonObject(with: Data(log.text.utf8)) as? [Any]
    #expect(lines?.count == 1)
    try await served.stop()
  }

  @Test("a long read ends when its asker goes away")
  func leaving() async throws {
    let worker = LongWorker("test", waiting: 0)
    let (begun, hasBegun) = AsyncStream<Void>.makeStream()
    let task = Task {
      try await worker.run {
        hasBegun.finish()
        while StopSign.current?.isRaised == false { usleep(1000) }
        throw CancellationError()
      }
    }
    for await _ in begun {}
    #expect(worker.isFull)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    while worker.isFull { try await Task.sleep(for: .milliseconds(5)) }
    let folder = try TemporaryFolder()
    let directory = folder.file("ledger")
    try Ledger.create(directory).close()
    let ledger = try Ledger.open(directory, for: .writing)
    let configured = Configured(transfers: Registers([.customers]), enabled: false)
    try ledger.append([Command(.configured(configured), by: .administrator)], to: .acme)
    let stop = StopSign()
    stop.raise()
    #expect(throws: CancellationError.self) {
      try StopSign.$current.withValue(stop) { _ = try ledger.verify() }
    }
    #expect(throws: CancellationError.self) {
      try StopSign.$current.withValue(stop) { _ = try ledger.records(RecordQuery()) }
    }
  }

  @Test("whoever leaves while verifying frees the worker for the next")
  func connectionLost() async throws {
    let served = try await Served()
    let auditor = try await served.signedIn(.auditor, "a-1")
    let token = try #require(try await auditor.get("/history").token)
    let cookie = try #require(auditor.cookie(Site.sessionCookie))
    let worker = served.server.site.historyWork
    let held = await hold(worker)
    var connection: RawConnection? = try RawConnection(served.url)
    connection?.send(
      "GET /history?actor=support:s-9 HTTP/1.1\r\nHost: localhost\r\n"
        + "Cookie: \(Site.sessionCookie)=\(cookie)\r\n\r\n")
    while worker.count < 2 { try await Task.sleep(for: .milliseconds(5)) }
    connection = nil
    held.go.signal()
    try await held.task.value
    while worker.count > 0 { try await Task.sleep(for: .milliseconds(5)) }
    #expect(try await auditor.post("/verify", [("token", token)]).status == 200)
    try await served.stop()
  }
}
