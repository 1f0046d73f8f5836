import Foundation
import Hummingbird
import Logging
import Sandbox
import ServiceLifecycle

/// The imitation of Fortnox alone, for tests: `SandboxProbe REDIRECT-URI ...`.
///
/// It prints its port and ends with its standard input. A process of its own outlives the server that is
/// killed, and takes no thread of the tests'.
@main
struct SandboxProbe {
  static func main() async throws {
    let environment = ProcessInfo.processInfo.environment
    var logger = Logger(label: "sandbox")
    logger.logLevel = .critical
    let app = SandboxApp(
      name: "Moment", id: environment["SANDBOX_CLIENT_ID"] ?? "",
      secret: environment["SANDBOX_CLIENT_SECRET"] ?? "",
      redirectURIs: Array(CommandLine.arguments.dropFirst()))
    let application = FortnoxSandbox(
      app: app, clock: SandboxClock(),
      questionLimit: environment["SANDBOX_QUESTIONS"].flatMap(Int.init) ?? 25
    ).application(host: "127.0.0.1", port: 0, logger: logger) { port in
      FileHandle.standardOutput.write(Data("\(port)\n".utf8))
    }
    Thread.detachNewThread {
      _ = try? FileHandle.standardInput.readToEnd()
      exit(0)
    }
    try await application.run()
  }
}
