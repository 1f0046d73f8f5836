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
  ///
  /// It takes a thread of its own for minutes: those that tests share are few.
  func run(_ name: String, _ words: [String] = []) async throws {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(with: Result { try runAndWait(name, words) })
      }
    }
  }

  private func runAndWait(_ name: String, _ words: [String]) throws {
    let port = try Ports.pair()
    let server = Process()
    server.executableURL = try Program.product("authledger-connect")
    server.arguments = ["serve", "--sandbox", "--ledger", ledger, "--port", "\(port)"]
    server.environment = ["PATH": "/usr/bin:/bin"]
    let log = folder.file("log")
    try Data().write(to: URL(filePath: log))
    server.standardError = try FileHandle(forWritingTo: URL(filePath: log))
    try server.run()
    defer {
      server.terminate()
      server.waitUntilExit()
    }
    let script = Process()
    script.executableURL = URL(filePath: "/usr/bin/python3")
    script.arguments =
      [
        "-B", Golden.root.appending(path: "Tests/WebTests/browser/\(name).py").path,
        "http://127.0.0.1:\(port)", "http://localhost:\(port + 1)", pictures.path,
      ] + words
    script.environment = ProcessInfo.processInfo.environment.merging(
      [Trials.looks.rawValue: "\(Trials.looks.count)"]
    ) { $1 }
    let output = Pipe()
    script.standardOutput = output
    script.standardError = output
    try script.run()
    let said = try output.fileHandleForReading.readToEnd() ?? Data()
    script.waitUntilExit()
    let told = String(decoding: said, as: UTF8.self)
    print("\(name).py: \(told)")
    let lines = try String(contentsOfFile: log, encoding: .utf8).suffix(3000)
    #expect(script.terminationStatus == 0, "\(told)\n\(lines)")
  }
}
