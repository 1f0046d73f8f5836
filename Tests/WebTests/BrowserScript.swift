import Foundation
import TestSupport
import Testing

/// A script that drives a real browser, with a server and an imitation of its own.
struct BrowserScript {
  private let folder: TemporaryFolder
  /// Its pictures are kept here, for whoever wants to see them.
  let pictures: URL

  var ledger: String { folder.file("ledger") }

  /// - Parameter pictures: The folder in `.build/screenshots` that is theirs alone.
  init(pictures: String) throws {
    folder = try TemporaryFolder()
    self.pictures = Golden.root.appending(path: ".build/screenshots/\(pictures)")
    try? FileManager.default.removeItem(at: self.pictures)
    try FileManager.default.createDirectory(at: self.pictures, withIntermediateDirectories: true)
  }

  /// Runs a script of `browser` to its end.
  func run(_ name: String, _ words: [String] = []) async throws {
    let port = try Ports.row()
    let log = folder.file("log")
    let server = try ChildProcess(
      Program.product("authledger-connect"),
      ["serve", "--sandbox", "--ledger", ledger, "--port", "\(port)"], log: log)
    let script = try ChildProcess(
      URL(filePath: "/usr/bin/python3"),
      [
        "-B", Golden.root.appending(path: "Tests/WebTests/browser/\(name).py").path,
        "http://127.0.0.1:\(port)", "http://localhost:\(port + 1)", pictures.path,
      ] + words,
      environment: ProcessInfo.processInfo.environment.merging(
        [
          Trials.looks.rawValue: "\(Trials.looks.count)",
          "FIKEN_SANDBOX": "http://localhost:\(port + 2)",
        ]
      ) { $1 })
    let outcome = try await script.ended()
    server.send(SIGTERM)
    try await server.ended()
    let told = outcome.output + outcome.error
    print("\(name).py: \(told)")
    let lines = try String(contentsOfFile: log, encoding: .utf8).suffix(3000)
    #expect(outcome.code == 0, "\(told)\n\(lines)")
  }
}
