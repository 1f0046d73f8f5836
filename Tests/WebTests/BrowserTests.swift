import Foundation
import TestSupport
import Testing

/// A real browser walks the whole journey; its pictures are kept in `.build/screenshots`.
@Suite(.timeLimit(.minutes(5))) struct BrowserTests {
  /// It takes a thread of its own: those that tests share are few.
  @Test("every branch of the journey, in both languages, cross-site")
  func walk() async throws {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(with: Result { try walkAndWait() }) }
    }
  }

  private func walkAndWait() throws {
    let folder = try TemporaryFolder()
    let directory = folder.file("ledger")
    let port = try Ports.pair()
    let server = Process()
    server.executableURL = try Program.product("authledger-connect")
    server.arguments = ["serve", "--sandbox", "--ledger", directory, "--port", "\(port)"]
    server.environment = ["PATH": "/usr/bin:/bin"]
    let log = folder.file("log")
    try Data().write(to: URL(filePath: log))
    server.standardError = try FileHandle(forWritingTo: URL(filePath: log))
    try server.run()
    defer {
      server.terminate()
      server.waitUntilExit()
    }
    let pictures = Golden.root.appending(path: ".build/screenshots")
    try? FileManager.default.removeItem(at: pictures)
    try FileManager.default.createDirectory(at: pictures, withIntermediateDirectories: true)
    let walker = Process()
    walker.executableURL = URL(filePath: "/usr/bin/python3")
    walker.arguments = [
      Golden.root.appending(path: "Tests/WebTests/browser/walk.py").path,
      "http://127.0.0.1:\(port)", "http://localhost:\(port + 1)", pictures.path,
    ]
    let output = Pipe()
    walker.standardOutput = output
    walker.standardError = output
    try walker.run()
    let said = try output.fileHandleForReading.readToEnd() ?? Data()
    walker.waitUntilExit()
    let lines = try String(contentsOfFile: log, encoding: .utf8).suffix(3000)
    #expect(
      walker.terminationStatus == 0, "\(String(decoding: said, as: UTF8.self))\n\(lines)")
    let names = try FileManager.default.contentsOfDirectory(atPath: pictures.path)
    #expect(names.count >= 45)
    // The ledger tells the same story.
    let program = Program()
    for arguments in [["verify"], ["replay", "--check"]] {
      #expect(try program.run(arguments + ["--ledger", directory]).code == 0)
    }
    let history = try program.run(
      ["history", "exempelbolaget", "--format", "jsonl", "--ledger", directory]
    ).output
    for action in [
      "configured", "serviceAccountSelected", "authorizeStarted", "callbackReceived", "approved",
      "failed", "permissionDenied", "reauthorized", "credentialsRemoved",
    ] {
      #expect(history.contains("integration.\(action).v1"), "\(action) was never recorded")
    }
    for reason in ["notSystemAdministrator", "declined", "abandoned", "superseded", "wrongCompany"]
    {
      #expect(history.contains("\"reason\":\"\(reason)\""), "\(reason) was never recorded")
    }
  }
}
