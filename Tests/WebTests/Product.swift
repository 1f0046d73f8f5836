import Foundation
import FortnoxSandbox
import Integrations
import Ledger
import TestSupport
import Testing

/// The real server as a process, and an imitation of Fortnox that outlives it.
final class Product: @unchecked Sendable {  // Only the test that made it uses it.
  static let secret = "canary-client-secret-0123456789abcdef"
  static let serviceKey = "canary-service-key-0123456789abcdef0123"

  /// What a command said.
  struct Outcome {
    var code: Int32
    var output: String
    var error: String
  }

  let folder: TemporaryFolder
  let url: String
  let sandboxURL: String
  private let port: Int
  private let sandbox = Process()
  private let input = Pipe()
  private var process: Process?
  private var extra: [String]

  var directory: String { folder.file("ledger") }
  var log: String { folder.file("log") }

  /// - Parameters:
  ///   - extra: Options of every command.
  ///   - questions: How many questions the imitation answers in five seconds.
  init(_ extra: [String] = [], questions: Int = 25) async throws {
    self.extra = extra
    folder = try TemporaryFolder()
    port = try Ports.free()
    let url = "http://127.0.0.1:\(port)"
    self.url = url
    try Ledger.create(folder.file("ledger"), properties: [.mark: "sandbox"]).close()
    try Data().write(to: URL(filePath: folder.file("log")))
    sandbox.executableURL = try Program.product("SandboxProbe")
    sandbox.arguments = ["fortnox", "fortnox-payments"].map { "\(url)/oauth/\($0)/callback" }
    sandbox.environment = [
      "PATH": "/usr/bin:/bin", "SANDBOX_CLIENT_ID": "canary-client",
      "SANDBOX_CLIENT_SECRET": Self.secret, "SANDBOX_QUESTIONS": "\(questions)",
    ]
    let output = Pipe()
    sandbox.standardInput = input
    sandbox.standardOutput = output
    try sandbox.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    sandboxURL = "http://127.0.0.1:\(line.trimmingCharacters(in: .whitespacesAndNewlines))"
    try await start()
  }

  deinit {
    process?.terminate()
    sandbox.terminate()
  }

  func start() async throws {
    let process = Process()
    process.executableURL = try Program.product("authledger-connect")
    process.arguments =
      [
        "serve", "--ledger", directory, "--port", "\(port)", "--fortnox-url", sandboxURL,
      ] + extra
    process.environment = environment
    let output = try FileHandle(forWritingTo: URL(filePath: log))
    try output.seekToEnd()
    process.standardError = output
    process.standardOutput = output
    try process.run()
    self.process = process
    let browser = Browser(url)
    for _ in 0..<200 {
      if let page = try? await browser.get("/readyz"), page.status == 200 { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record("the server did not start: \(try String(contentsOfFile: log, encoding: .utf8))")
  }

  var environment: [String: String] {
    [
      "PATH": "/usr/bin:/bin", "FORTNOX_CLIENT_ID": "canary-client",
      "FORTNOX_CLIENT_SECRET": Self.secret, "FORTNOX_PAYMENTS_CLIENT_ID": "canary-client",
      "FORTNOX_PAYMENTS_CLIENT_SECRET": Self.secret, "AUTHLEDGER_SERVICE_KEY": Self.serviceKey,
      "AUTHLEDGER_PUBLIC_URL": url,
    ]
  }

  /// As when the power fails.
  func kill() async {
    guard let process else { return }
    Foundation.kill(process.processIdentifier, SIGKILL)
    while process.isRunning { try? await Task.sleep(for: .milliseconds(5)) }
  }

  func stop() async -> Int32 {
    guard let process else { return 0 }
    process.terminate()
    while process.isRunning { try? await Task.sleep(for: .milliseconds(5)) }
    return process.terminationStatus
  }

  /// Runs a command of the same program, or of the ledger's.
  ///
  /// None of the few threads that tests run on waits here.
  func run(_ name: String, _ arguments: [String]) async throws -> Outcome {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(with: Result { try self.runAndWait(name, arguments) })
      }
    }
  }

  private func runAndWait(_ name: String, _ arguments: [String]) throws -> Outcome {
    let process = Process()
    process.executableURL = try Program.product(name)
    process.arguments = arguments + ["--ledger", directory]
    if name == "authledger-connect" {
      process.arguments? += arguments.first == "link" ? [] : ["--fortnox-url", sandboxURL]
      process.arguments? += extra
    }
    process.environment = environment
    let output = Pipe()
    let error = Pipe()
    process.standardOutput = output
    process.standardError = error
    try process.run()
    let said = try output.fileHandleForReading.readToEnd() ?? Data()
    let noted = try error.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Outcome(
      code: process.terminationStatus, output: String(decoding: said, as: UTF8.self),
      error: String(decoding: noted, as: UTF8.self))
  }

  /// Starts a server that is to refuse.
  func serve(
    _ arguments: [String], ledger: String? = nil, environment: [String: String]? = nil
  ) async throws -> Outcome {
    let process = Process()
    process.executableURL = try Program.product("authledger-connect")
    process.arguments =
      ["serve", "--ledger", ledger ?? directory, "--port", "\(try Ports.pair())"] + arguments
    process.environment = environment ?? self.environment
    let error = Pipe()
    process.standardError = error
    process.standardOutput = error
    try process.run()
    for _ in 0..<400 where process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
    if process.isRunning { process.terminate() }
    let said = try error.fileHandleForReading.readToEnd() ?? Data()
    while process.isRunning { try await Task.sleep(for: .milliseconds(5)) }
    return Outcome(
      code: process.terminationStatus, output: "", error: String(decoding: said, as: UTF8.self))
  }

  // MARK: The sandbox

  func fault(_ fault: Fault, at step: Fault.Step, times: Int = 1) async throws {
    let page = try await Browser(sandboxURL).post(
      "/sandbox/api/fault",
      [("step", step.rawValue), ("fault", fault.rawValue), ("times", "\(times)")])
    #expect(page.status == 200)
  }

  func control(_ action: String, _ fields: [(String, String)]) async throws {
    let page = try await Browser(sandboxURL).post("/sandbox/api/\(action)", fields)
    #expect(page.status == 200)
  }

  /// How often the imitation was asked something.
  func count(_ what: String) async throws -> Int {
    let page = try await Browser(sandboxURL).get("/sandbox/api/state")
    let state = try JSONSerialization.jsonObject(with: Data(page.text.utf8)) as? [String: Any]
    return (state?["counts"] as? [String: Int])?[what] ?? 0
  }

  // MARK: The journey

  /// A browser in which somebody is signed in, by a one-time link.
  func signedIn(
    _ role: String = "administrator", _ person: String = "u-17", company: String = "acme"
  ) async throws -> Browser {
    let link = try await run(
      "authledger-connect", ["link", company, "--role", role, "--person", person])
    #expect(link.code == 0, "\(link.error)")
    let value = try #require(link.output.split(separator: "/").last)
    let browser = Browser(url)
    let page = try await browser.post(
      "/enter", [("link", value.trimmingCharacters(in: .whitespacesAndNewlines))])
    #expect(page.status == 303)
    return browser
  }

  /// Saves, which starts; gives the address at the provider.
  func begin(
    _ browser: Browser, _ path: String = "/companies/acme/fortnox", isService: Bool = false
  ) async throws -> String {
    let page = try await browser.get(path)
    let token = try #require(page.token)
    let isConnected = page.text.contains("id=\"reauthorize\"")
    let answer = try await browser.post(
      isConnected ? "\(path)/authorize" : "\(path)/save",
      [
        ("token", token), ("transfers", "customers"), ("transfers", "projects"),
        ("account", isService ? "service" : "user"),
      ])
    #expect(answer.status == 303)
    return try #require(answer.location)
  }

  /// Logs in and approves, or declines, at the provider; gives the address of the callback.
  func consent(
    _ address: String, as user: String = "anna", company: String? = nil, approving: Bool = true
  ) async throws -> String {
    let browser = Browser(sandboxURL)
    var page = try await browser.get(address)
    if let location = page.location { return location }
    let flow = try #require(page.value(after: "name=\"flow\" value=\""))
    page = try await browser.post(
      "/oauth-v1/login", [("flow", flow), ("user", user), ("password", "hemligt")])
    if let company {
      page = try await browser.post("/oauth-v1/company", [("flow", flow), ("company", company)])
    }
    if let location = page.location { return location }
    page = try await browser.post(
      "/oauth-v1/consent", [("flow", flow), ("answer", approving ? "approve" : "deny")])
    return try #require(page.location)
  }

  /// The whole way, until the attempt has ended.
  func connect(
    _ browser: Browser, as user: String = "anna", company: String? = nil, isService: Bool = false
  ) async throws {
    let callback = try await consent(
      try await begin(browser, isService: isService), as: user, company: company)
    let answer = try await browser.get(callback)
    #expect(answer.status == 303)
    try await settle(browser, try #require(answer.location))
  }

  /// Waits until a return page no longer waits.
  func settle(_ browser: Browser, _ page: String) async throws {
    for _ in 0..<1200 {
      let page = try await browser.get(page)
      if !page.text.contains("http-equiv=\"refresh\"") { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    let lines = try String(contentsOfFile: log, encoding: .utf8).suffix(2000)
    Issue.record("the attempt did not end: \(page)\n\(lines)")
  }

  /// What the ledger holds of a company, action by action.
  func actions(_ company: Company = .acme) throws -> [Action] {
    let ledger = try Ledger.open(directory, for: .reading)
    return try ledger.records(RecordQuery(of: company)).compactMap { $0.recorded?.action }
  }

  func names(_ company: Company = .acme) throws -> [String] {
    try actions(company).map { action in
      if case .failed(let data) = action { return "failed(\(data.stage), \(data.reason))" }
      if case .callbackReceived(let data) = action { return "callback(\(data.verdict))" }
      return action.name.rawValue
    }
  }
}
