package import Foundation

/// Runs programs to their end.
package struct Program: Sendable {
  /// How a program ended and what it printed.
  package typealias Outcome = ChildProcess.Outcome

  private let environment: [String: String]

  /// - Parameter environment: Added to a bare environment, in which nothing is a terminal.
  package init(environment: [String: String] = [:]) {
    self.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { given, _ in given }
  }

  /// A product of the build, which lies beside the test bundle.
  package static func product(_ name: String) throws -> URL {
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(filePath: tests).deletingLastPathComponent().appending(path: name)
  }

  /// Runs `authledger`.
  package func run(
    _ arguments: [String], input: [UInt8] = [], in directory: String? = nil
  ) async throws -> Outcome {
    try await run(Self.product("authledger"), arguments, input: input, in: directory)
  }

  /// Runs `authledger` as somebody who has no rights beside everybody's.
  package func runAsStranger(_ arguments: [String]) async throws -> Outcome {
    let program = try Self.product("authledger")
    guard geteuid() == 0 else { return try await run(program, arguments) }
    let identity = ["--reuid=65534", "--regid=65534", "--clear-groups", program.path]
    return try await run(URL(filePath: "/usr/bin/setpriv"), identity + arguments)
  }

  /// Runs another program.
  package func run(
    _ executable: URL, _ arguments: [String], input: [UInt8] = [], in directory: String? = nil
  ) async throws -> Outcome {
    try await ChildProcess(
      executable, arguments, environment: environment, input: .bytes(input), in: directory
    ).ended()
  }
}
