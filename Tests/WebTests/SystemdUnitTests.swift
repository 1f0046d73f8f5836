import EventLog
import Evidence
import Foundation
import TestSupport
import Testing

/// The unit in `docs`, which an operator takes as it is.
@Suite(.timeLimit(.minutes(20))) struct SystemdUnitTests {
  private static let analyze = "/usr/bin/systemd-analyze"
  private static let isAnalyzeThere = FileManager.default.isExecutableFile(atPath: analyze)
  private static let installed = "/usr/local/bin/authledger-connect"

  private let folder: TemporaryFolder
  private let unit: String

  init() throws {
    folder = try TemporaryFolder()
    unit = try Self.text("authledger-connect.service")
  }

  private static func text(_ name: String) throws -> String {
    try String(contentsOf: Golden.root.appending(path: "docs/\(name)"), encoding: .utf8)
  }

  /// The values that a unit has for a key.
  private func values(_ key: String) -> [String] {
    unit.split(separator: "\n").filter { $0.hasPrefix(key + "=") }
      .map { String($0.dropFirst(key.count + 1)) }
  }

  /// What the environment file gives.
  private func environment() throws -> [String: String] {
    let lines = try Self.text("authledger-connect.env").split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
    return try Dictionary(
      uniqueKeysWithValues: lines.map { line in
        let end = try #require(line.firstIndex(of: "="), "\(line)")
        return (String(line[..<end]), String(line[line.index(after: end)...]))
      })
  }

  @Test(
    "systemd understands every line of the unit, and calls it hardly exposed",
    .enabled(if: isAnalyzeThere, "systemd-analyze is not installed (Debian: systemd)"))
  func verified() async throws {
    let file = try await verifiedFile(unit, "authledger-connect.service")
    let exposure = try await Program().run(
      URL(filePath: Self.analyze), ["security", "--offline=true", "--threshold=15", file])
    #expect(exposure.code == 0, "\(exposure.output)\(exposure.error)")
  }

  /// Writes a unit, with the built program, and expects that systemd understands it; gives its path.
  private func verifiedFile(_ unit: String, _ name: String) async throws -> String {
    let file = folder.file(name)
    let program = try Program.product("authledger-connect").path
    try unit.replacing(Self.installed, with: program)
      .write(toFile: file, atomically: false, encoding: .utf8)
    let verified = try await Program().run(URL(filePath: Self.analyze), ["verify", file])
    // What it does not know it tells, and goes on.
    let told = verified.output + verified.error
    #expect(verified.code == 0 && told.isEmpty, "\(told)")
    return file
  }

  @Test("its command serves with its environment file and its credentials, and ends in order")
  func served() async throws {
    var environment = try environment()
    let ledger = folder.file("ledger")
    try Ledger.create(ledger).close()
    let port = try Ports.free()
    for (name, value) in ["AUTHLEDGER_HOME": ledger, "AUTHLEDGER_PORT": "\(port)"] {
      #expect(environment.updateValue(value, forKey: name) != nil, "\(name) is not in the file")
    }
    environment["CREDENTIALS_DIRECTORY"] = folder.path
    let credentials = values("LoadCredential").compactMap { $0.split(separator: ":").first }
    #expect(credentials.count == 2)
    for name in credentials {
      try "canary".write(toFile: folder.file(String(name)), atomically: false, encoding: .utf8)
    }
    let command = try #require(values("ExecStart").first)
    var words = command.split(separator: " ").map(String.init)
    #expect(words.removeFirst() == Self.installed)
    for (name, value) in environment {
      words = words.map { $0 == "${\(name)}" ? value : $0 }
    }
    #expect(!words.contains { $0.contains("$") }, "not in the environment file: \(words)")
    let log = folder.file("log")
    let process = try ChildProcess(
      Program.product("authledger-connect"), words, environment: environment, log: log)
    let browser = Browser("http://127.0.0.1:\(port)")
    let isReady = try await browser.isReady(while: process)
    let told = try String(contentsOfFile: log, encoding: .utf8)
    #expect(isReady, "\(told)")
    process.send(SIGTERM)
    let outcome = try await process.ended()
    #expect(!outcome.isKilled && outcome.code == 0, "\(told)")
  }

  /// The unit of a follower, which `operations.md` has between its sentences.
  private func followersUnit() throws -> String {
    let page = try Self.text("operations.md")
    let start = try #require(page.range(of: "    [Service]\n    User=authledger\n"))
    let lines = page[start.lowerBound...].split(
      separator: "\n", omittingEmptySubsequences: false
    ).prefix { $0.hasPrefix("    ") }
    return lines.map { $0.dropFirst(4) + "\n" }.joined()
  }

  @Test(
    "systemd understands every line of the unit of a follower",
    .enabled(if: isAnalyzeThere, "systemd-analyze is not installed (Debian: systemd)"))
  func followerVerified() async throws {
    _ = try await verifiedFile(followersUnit(), "authledger-follow.service")
  }

  @Test("the command of a follower's unit copies a leader")
  func followerRuns() async throws {
    let product = try await Product()
    try Follow.publish(product.directory, rounds: 1...2)
    let keyFile = folder.file("follower-key")
    try Data(Follow.accessKey.utf8).write(to: URL(filePath: keyFile))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: keyFile)
    let unit = try followersUnit().replacing("\\\n", with: " ")
    let command = try #require(unit.split(separator: "\n").first { $0.hasPrefix("ExecStart=") })
    var words = command.dropFirst("ExecStart=".count).split(separator: " ").map(String.init)
    #expect(words.removeFirst() == Self.installed)
    let copy = folder.file("copy")
    let places = [
      "https://connect.example.com": product.url, "/var/lib/authledger/copy": copy,
      "/etc/authledger/follower-key": keyFile,
    ]
    #expect(places.keys.allSatisfy(words.contains), "\(words)")
    words = words.map { places[$0] ?? $0 }
    let outcome = try await ChildProcess(
      Program.product("authledger-connect"),
      words + ["--key", try Follow.key(of: product.directory), "--once"]
    ).endedInTime()
    #expect(outcome.code == 0, "\(outcome.error)")
    #expect(outcome.error.contains("Everything up to #4 is here"), "\(outcome.error)")
  }
}
