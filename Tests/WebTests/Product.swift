import EventLog
import Evidence
import Foundation
import Integrations
import Sandbox
import TestSupport
import Testing

/// The real server as a process, and imitations of the providers that outlive it.
final class Product: @unchecked Sendable {  // Only the test that made it uses it.
  static let secret = "canary-client-secret-0123456789abcdef"
  static let serviceKey = "canary-service-key-0123456789abcdef0123"

  typealias Outcome = ChildProcess.Outcome

  let folder: TemporaryFolder
  /// The provider that a company is connected with here.
  let provider: Provider
  let url: String
  /// The imitation of Fortnox.
  let sandboxURL: String
  /// The imitation of Fiken.
  let fikenSandboxURL: String
  /// The imitation of the provider.
  var imitationURL: String { provider == .fiken ? fikenSandboxURL : sandboxURL }
  /// The page of a company's integration.
  func page(of company: Company = .acme) -> String { "/companies/\(company)/\(provider.rawValue)" }
  private let port: Int
  private let sandbox: ChildProcess
  private var process: ChildProcess?
  private var extra: [String]
  private let offersFiken: Bool

  var directory: String { folder.file("ledger") }
  var log: String { folder.file("log") }

  /// - Parameters:
  ///   - extra: Options of every command.
  ///   - provider: The provider that a company is connected with.
  ///   - offersFiken: True to offer Fiken beside Fortnox.
  ///   - questions: How many questions the imitation of Fortnox answers in five seconds, if not as many
  ///     as Fortnox does; that of Fiken then takes as many in a second.
  init(
    _ extra: [String] = [], of provider: Provider = .fortnox, offersFiken: Bool = false,
    questions: Int? = nil
  ) async throws {
    self.extra = extra
    self.provider = provider
    self.offersFiken = offersFiken || provider == .fiken
    folder = try TemporaryFolder()
    port = try Ports.free()
    let url = "http://127.0.0.1:\(port)"
    self.url = url
    try Ledger.create(
      folder.file("ledger"),
      properties: [.mark: "sandbox", .product: "Moment", .supportEmail: "support@moment.example"]
    )
    .close()
    try Data().write(to: URL(filePath: folder.file("log")))
    sandbox = try ChildProcess(
      Program.product("SandboxProbe"),
      ["fortnox", "fortnox-payments", "fiken"].map { "\(url)/oauth/\($0)/callback" },
      environment: [
        "PATH": "/usr/bin:/bin", "SANDBOX_CLIENT_ID": "canary-client",
        "SANDBOX_CLIENT_SECRET": Self.secret, "SANDBOX_QUESTIONS": "\(questions ?? 25)",
        "SANDBOX_PER_SECOND": "\(questions ?? 4)",
      ], input: .open)
    let addresses = try await sandbox.firstLine().split(separator: " ")
      .map { "http://127.0.0.1:\($0)" }
    sandboxURL = try #require(addresses.first)
    fikenSandboxURL = try #require(addresses.last)
    try await start()
  }

  func start() async throws {
    process = try ChildProcess(
      Program.product("authledger-connect"),
      ["serve", "--ledger", directory, "--port", "\(port)"] + imitations + extra,
      environment: environment, log: log)
    guard let process, try await !Browser(url).isReady(while: process) else { return }
    Issue.record("the server did not start: \(try String(contentsOfFile: log, encoding: .utf8))")
  }

  /// The options that name the imitations.
  private var imitations: [String] {
    ["--fortnox-url", sandboxURL] + (offersFiken ? ["--fiken-url", fikenSandboxURL] : [])
  }

  var environment: [String: String] {
    let fiken =
      offersFiken ? ["FIKEN_CLIENT_ID": "canary-client", "FIKEN_CLIENT_SECRET": Self.secret] : [:]
    return fiken.merging([
      "PATH": "/usr/bin:/bin", "FORTNOX_CLIENT_ID": "canary-client",
      "FORTNOX_CLIENT_SECRET": Self.secret, "FORTNOX_PAYMENTS_CLIENT_ID": "canary-client",
      "FORTNOX_PAYMENTS_CLIENT_SECRET": Self.secret, "AUTHLEDGER_SERVICE_KEY": Self.serviceKey,
      "AUTHLEDGER_PUBLIC_URL": url,
    ]) { $1 }
  }

  /// As when the power fails.
  func kill() async throws {
    process?.send(SIGKILL)
    try await process?.ended()
  }

  func stop() async throws -> Int32 {
    process?.send(SIGTERM)
    return try await process?.ended().code ?? 0
  }

  /// Runs a command of the same program, or of the ledger's.
  func run(_ name: String, _ arguments: [String]) async throws -> Outcome {
    var arguments = arguments + ["--ledger", directory]
    if name == "authledger-connect" {
      arguments += arguments.first == "link" ? [] : imitations
      arguments += extra
    }
    return try await ChildProcess(
      Program.product(name), arguments, environment: environment
    ).ended()
  }

  /// Starts a server that is to refuse.
  func serve(
    _ arguments: [String], ledger: String? = nil, environment: [String: String]? = nil
  ) async throws -> Outcome {
    let process = try ChildProcess(
      Program.product("authledger-connect"),
      ["serve", "--ledger", ledger ?? directory, "--port", "\(try Ports.row())"] + arguments,
      environment: environment ?? self.environment)
    return try await process.endedInTime()
  }

  // MARK: The sandbox

  func fault(_ fault: SandboxFault, at step: SandboxFault.Endpoint, times: Int = 1) async throws {
    let page = try await Browser(imitationURL).post(
      "/sandbox/api/fault",
      [("step", step.rawValue), ("fault", fault.rawValue), ("times", "\(times)")])
    #expect(page.status == 200)
  }

  func control(_ action: String, _ fields: [(String, String)]) async throws {
    let page = try await Browser(imitationURL).post("/sandbox/api/\(action)", fields)
    #expect(page.status == 200)
  }

  /// Waits until the imitation was asked something so many times.
  func waitUntil(_ what: String, isAsked count: Int = 1) async throws {
    try await eventually(otherwise: "\(what) stayed below \(count)") {
      try await self.count(what) >= count
    }
  }

  /// How often the imitation was asked something.
  func count(_ what: String) async throws -> Int {
    let page = try await Browser(imitationURL).get("/sandbox/api/state")
    let state = try JSONSerialization.jsonObject(with: Data(page.text.utf8)) as? [String: Any]
    return (state?["counts"] as? [String: Int])?[what] ?? 0
  }
}
