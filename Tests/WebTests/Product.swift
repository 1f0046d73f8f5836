import EventLog
import Evidence
import Foundation
import Integrations
import Sandbox
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

  /// Waits until the imitation was asked something so many times.
  func waitUntil(_ what: String, isAsked count: Int = 1) async throws {
    for _ in 0..<1200 {
      if try await self.count(what) >= count { return }
      try await Task.sleep(for: .milliseconds(25))
    }
    Issue.record("\(what) stayed below \(count)")
  }

  /// How often the imitation was asked something.
  func count(_ what: String) async throws -> Int {
    let page = try await Browser(sandboxURL).get("/sandbox/api/state")
    let state = try JSONSerialization.jsonObject(with: Data(page.text.utf8)) as? [String: Any]
    return (state?["counts"] as? [String: Int])?[what] ?? 0
  }
}
