import Foundation
import Hummingbird
import Logging
import Sandbox
import ServiceLifecycle
import Synchronization

/// The imitations of Fortnox and Fiken alone, for tests: `SandboxProbe REDIRECT-URI ...`.
///
/// It prints the ports of both, which share one clock, and ends with its standard input. A process of
/// its own outlives the server that is killed, and takes no thread of the tests'.
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
    let clock = SandboxClock()
    let ports = Ports()
    let fortnox = FortnoxSandbox(
      app: app, clock: clock,
      questionLimit: environment["SANDBOX_QUESTIONS"].flatMap(Int.init) ?? 25
    ).application(host: "127.0.0.1", port: 0, logger: logger) { ports.set(fortnox: $0) }
    let fiken = FikenSandbox(
      app: app, clock: clock,
      requestsPerSecond: environment["SANDBOX_PER_SECOND"].flatMap(Int.init) ?? 4
    ).application(host: "127.0.0.1", port: 0, logger: logger) { ports.set(fiken: $0) }
    Thread.detachNewThread {
      _ = try? FileHandle.standardInput.readToEnd()
      exit(0)
    }
    try await ServiceGroup(services: [fortnox, fiken], logger: logger).run()
  }
}

/// The ports of the imitations, printed once both are known.
private final class Ports: Sendable {
  private let ports = Mutex<(fortnox: Int?, fiken: Int?)>((nil, nil))

  func set(fortnox: Int? = nil, fiken: Int? = nil) {
    ports.withLock { ports in
      ports = (fortnox ?? ports.fortnox, fiken ?? ports.fiken)
      guard let fortnox = ports.fortnox, let fiken = ports.fiken else { return }
      FileHandle.standardOutput.write(Data("\(fortnox) \(fiken)\n".utf8))
    }
  }
}
