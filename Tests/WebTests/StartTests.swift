import EventLog
import Evidence
import Foundation
import TestSupport
import Testing
import Web

/// What the server refuses to start with.
@Suite(.timeLimit(.minutes(20))) struct StartTests {
  @Test("what the server refuses to start with")
  func refused() async throws {
    let product = try await Product()
    _ = try await product.stop()
    let refused: [([String], Int32, String)] = [
      (["--host", "0.0.0.0"], 64, "--public-url is needed"),
      (["--host", "0.0.0.0", "--public-url", "http://connect.example.com"], 64, "https://"),
      (["--public-url", "https://connect.example.com/path"], 64, "nothing after the host"),
      (["--public-url", "http://127.evil.example.com"], 64, "https://"),
      (["--host", "127.evil.example.com"], 64, "--public-url is needed"),
      (["--sandbox", "--host", "0.0.0.0"], 64, "this computer only"),
      (["--demo", "--host", "0.0.0.0"], 64, "this computer only"),
      (["--demo", "--sandbox"], 64, "choose one"),
      (["--sandbox", "--public-url", "http://127.0.0.1.evil.example"], 64, "https://"),
      (["--fortnox-url", "https://evil.example"], 64, "for tests: an address of this computer"),
      (["--fortnox-url", "http://10.0.0.1"], 64, "for tests: an address of this computer"),
    ]
    for (arguments, code, words) in refused {
      let outcome = try await product.serve(arguments)
      #expect(
        outcome.code == code && outcome.error.contains(words), "\(arguments) \(outcome.error)")
    }
    let real = product.folder.file("real")
    try Ledger.create(real).close()
    let sandboxed = try await product.serve(["--sandbox"], ledger: real)
    #expect(sandboxed.code == 65 && sandboxed.error.contains("not a sandbox's"))
    let shown = try await product.serve(["--demo"], ledger: real)
    #expect(shown.code == 65 && shown.error.contains("not a demo's"))
    let none = try await product.serve(["--demo"], ledger: product.folder.file("none"))
    #expect(none.code == 66 && none.error.contains("`authledger demo"))
    let productive = try await product.serve([])
    #expect(productive.code == 65 && productive.error.contains("holds nothing real"))
    #expect(productive.error.contains("serve --sandbox --ledger "))
    let demo = product.folder.file("demo")
    try Ledger.create(demo, properties: [.mark: "demo"]).close()
    for command in [
      ["serve"], ["link", "acme", "--role", "support", "--person", "s-3"], ["credentials"],
      ["token", "acme"], ["recheck", "acme"], ["remove", "acme", "--reason", "requested"],
      ["sweep"], ["rotate-key"], ["visits"],
      ["visits", "--end", "0197c0de-0000-7000-8000-000000000001"],
    ] {
      let outcome = try await Self.run(command + ["--ledger", demo], product.environment)
      #expect(outcome.code == 65, "\(command)")
      #expect(outcome.error.contains("holds nothing real"), "\(command): \(outcome.error)")
    }
    #expect(!FileManager.default.fileExists(atPath: demo + "/vault.sqlite"))
    let missing = try await product.serve([], ledger: product.folder.file("none"))
    #expect(missing.code == 66)
    let bare = try await product.serve([], ledger: real, environment: ["PATH": "/usr/bin"])
    #expect(bare.code == 64 && bare.error.contains("FORTNOX_CLIENT_ID"))
    let odd = try await product.serve(
      [], ledger: real,
      environment: ["FORTNOX_CLIENT_ID": "a", "FORTNOX_CLIENT_SECRET": "a:b%c+d"])
    #expect(odd.code == 64 && !odd.error.contains("a:b"))
  }

  /// Runs a command as it is given.
  private static func run(
    _ arguments: [String], _ environment: [String: String], at program: String? = nil
  ) async throws -> Product.Outcome {
    let executable =
      try program.map { URL(filePath: $0) } ?? Program.product("authledger-connect")
    return try await ChildProcess(executable, arguments, environment: environment).endedInTime()
  }

  @Test("the app's id and secret come from files and from systemd's credentials, too")
  func files() async throws {
    let folder = try TemporaryFolder()
    let ledger = folder.file("ledger")
    try Ledger.create(ledger).close()
    for (name, text) in [
      ("FORTNOX_CLIENT_ID", "canary-id\n"), ("FORTNOX_CLIENT_SECRET", "canary:secret\n"),
    ] {
      try text.write(toFile: folder.file(name), atomically: false, encoding: .utf8)
      chmod(folder.file(name), 0o600)
    }
    let file = folder.file("FORTNOX_CLIENT_SECRET")
    let id = ["PATH": "/usr/bin", "FORTNOX_CLIENT_ID": "canary-id"]
    // A colon is refused, which shows that the value was read.
    for environment in [
      id.merging(["FORTNOX_CLIENT_SECRET_FILE": file]) { $1 },
      ["PATH": "/usr/bin", "CREDENTIALS_DIRECTORY": folder.path],
    ] {
      let outcome = try await Self.run(["sweep", "--ledger", ledger], environment)
      #expect(outcome.code == 64 && outcome.error.contains("letters, digits"), "\(outcome.error)")
      #expect(!outcome.error.contains("canary"))
    }
    try "canary-secret\n".write(toFile: file, atomically: false, encoding: .utf8)
    let good = try await Self.run(
      ["sweep", "--ledger", ledger], ["PATH": "/usr/bin", "CREDENTIALS_DIRECTORY": folder.path])
    #expect(good.code == 0, "\(good.error)")
    let twice = try await Self.run(
      ["sweep", "--ledger", ledger],
      id.merging(["FORTNOX_CLIENT_SECRET": "a", "FORTNOX_CLIENT_SECRET_FILE": file]) { $1 })
    #expect(twice.code == 64 && twice.error.contains("both set"))
    chmod(file, 0o644)
    let open = try await Self.run(
      ["sweep", "--ledger", ledger], id.merging(["FORTNOX_CLIENT_SECRET_FILE": file]) { $1 })
    #expect(open.code == 74 && open.error.contains("chmod 600"))
    let none = try await Self.run(
      ["sweep", "--ledger", ledger],
      id.merging(["FORTNOX_CLIENT_SECRET_FILE": folder.file("none")]) { $1 })
    #expect(none.code == 66)
  }

  @Test("only addresses of this computer may be served without TLS")
  func loopback() {
    for host in ["localhost", "127.0.0.1", "127.1.2.3", "::1", "[::1]"] {
      #expect(WebConfiguration.isLoopback(host), "\(host)")
    }
    for host in [
      "127.evil.example.com", "127.0.0.1.example.com", "127.0.0.example", "128.0.0.1", "127.1",
      "localhost.example.com", "127.0.0.256", "", "0.0.0.0",
    ] {
      #expect(!WebConfiguration.isLoopback(host), "\(host)")
    }
  }

  @Test("--version tells the SQLite inside")
  func version() async throws {
    for name in ["authledger-connect", "authledger"] {
      let outcome = try await Self.run(
        ["--version"], ["PATH": "/usr/bin"], at: try Program.product(name).path)
      #expect(outcome.output.contains("SQLite \(Ledger.sqliteVersion)"), "\(outcome)")
    }
    #expect(Ledger.sqliteVersion.hasPrefix("3."))
  }

  /// The files of a process in /proc are root's where its memory is kept from others (proc(5)).
  @Test("the memory of the program is kept from other processes of its user")
  func dumps() async throws {
    let folder = try TemporaryFolder()
    let ledger = folder.file("ledger")
    try Ledger.create(ledger, properties: [.mark: "sandbox"]).close()
    let isRoot = getuid() == 0
    // Root may look at everything, so another user runs it.
    let user: UInt32 = isRoot ? 65_534 : getuid()
    let programs = [
      ["/bin/sleep", "infinity"],
      [
        try Program.product("authledger-connect").path, "serve", "--sandbox", "--ledger", ledger,
        "--port", "\(try Ports.row())",
      ],
    ]
    if isRoot {
      chmod(folder.path, 0o755)
      for path in try FileManager.default.subpathsOfDirectory(atPath: ledger) + [""] {
        chown(ledger + "/" + path, user, user)
      }
    }
    var owners: [UInt32] = []
    for program in programs {
      let process = try ChildProcess(
        URL(filePath: isRoot ? "/usr/bin/setpriv" : program[0]),
        isRoot
          ? ["--reuid=\(user)", "--regid=\(user)", "--clear-groups"] + program
          : Array(program.dropFirst()))
      let file = "/proc/\(process.id)/environ"
      var owner: UInt32 = .max
      for _ in 0..<100 {
        try await Task.sleep(for: .milliseconds(20))
        let name =
          (try? String(
            contentsOfFile: "/proc/\(process.id)/comm", encoding: .utf8)) ?? ""
        guard program[0].split(separator: "/").last?.hasPrefix(name.dropLast()) == true else {
          continue
        }
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: file),
          let id = attributes[.ownerAccountID] as? NSNumber
        else { break }
        owner = id.uint32Value
        if program[0] == "/bin/sleep" || owner == 0 { break }
      }
      #expect(process.isRunning)
      owners.append(owner)
    }
    #expect(owners == [user, 0])
  }
}
