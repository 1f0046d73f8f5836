package import Foundation

/// The command line as a process of its own.
package struct Program: Sendable {
  /// What a run left.
  package struct Outcome: Sendable {
    package var code: Int32
    package var output: String
    package var error: String
  }

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

  /// Runs `authledger` to its end.
  package func run(
    _ arguments: [String], input: [UInt8]? = nil, in directory: String? = nil
  ) throws -> Outcome {
    try run(Self.product("authledger"), arguments, input: input, in: directory)
  }

  /// Runs `authledger` as somebody who has no rights beside everybody's.
  package func runAsStranger(_ arguments: [String]) throws -> Outcome {
    let program = try Self.product("authledger")
    guard geteuid() == 0 else { return try run(program, arguments) }
    let identity = ["--reuid=65534", "--regid=65534", "--clear-groups", program.path]
    return try run(URL(filePath: "/usr/bin/setpriv"), identity + arguments)
  }

  /// Runs another program to its end.
  package func run(
    _ executable: URL, _ arguments: [String], input: [UInt8]? = nil, in directory: String? = nil
  ) throws -> Outcome {
    let folder = try TemporaryFolder()
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.environment = environment
    if let directory { process.currentDirectoryURL = URL(filePath: directory) }
    let files = ["in", "out", "err"].map { URL(filePath: folder.file($0)) }
    try Data(input ?? []).write(to: files[0])
    for file in files[1...] { try Data().write(to: file) }
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    return Outcome(
      code: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self),
      error: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self))
  }
}
