import AsyncHTTPClient
import EventLog
import Evidence
import Foundation
import TestSupport
import Testing

/// `docs/embedding.md` followed by somebody who has nothing else: each block is run as it stands there.
@Suite(.serialized, .timeLimit(.minutes(20))) struct EmbeddingPageTests {
  private let page: String

  init() throws {
    page = try String(
      contentsOf: Golden.root.appending(path: "docs/embedding.md"), encoding: .utf8)
  }

  /// The blocks of a language, in order.
  private func blocks(_ language: String) -> [String] {
    page.components(separatedBy: "```\(language)\n").dropFirst()
      .compactMap { $0.components(separatedBy: "```").first }
  }

  /// A shell as the reader's: the programs in its path, and a folder of its own.
  private struct Shell {
    let product: Product
    let folder: TemporaryFolder
    var variables: [String: String]

    init(_ product: Product) throws {
      self.product = product
      folder = try TemporaryFolder()
      let programs = try Program.product("authledger").deletingLastPathComponent().path
      variables = [
        "PATH": "\(programs):/usr/bin:/bin", "HOST": product.url,
        "AUTHLEDGER_HOME": product.directory,
      ]
    }

    func run(_ script: String) async throws -> String {
      let outcome = try await ChildProcess(
        URL(filePath: "/bin/bash"), ["-euo", "pipefail", "-c", script], environment: variables,
        in: folder.path
      ).ended()
      #expect(outcome.code == 0, "\(script)\(outcome.output)\(outcome.error)")
      return outcome.output
    }

    /// Starts a script in Python.
    func start(_ file: String) throws -> ChildProcess {
      try ChildProcess(
        URL(filePath: "/usr/bin/python3"), ["-B", file], environment: variables, in: folder.path)
    }

    /// Runs the block that makes the key, and keeps what it exports.
    mutating func makeKey(_ block: String) async throws {
      variables["KEY"] = try await run(block + "\nprintf %s \"$KEY\"")
    }
  }

  private static func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test("the shell's blocks connect a company and answer what the page says")
  func shell() async throws {
    var blocks = blocks("sh")[...]
    func next(_ word: String) throws -> String {
      let first = blocks.popFirst()
      let block = try #require(first)
      #expect(block.contains(word), "the blocks of the page are in another order")
      return block
    }
    let product = try await Product()
    var shell = try Shell(product)
    try await shell.makeKey(try next("keys create"))
    // The link, opened in a browser as the page says.
    let made = try Self.json(try await shell.run(try next("/api/links")))
    let browser = Browser(product.url)
    let value = String(try #require((made["link"] as? String)?.split(separator: "/").last))
    #expect(try await browser.enter(value).status == 303)
    try await product.connect(browser)

    let status = try Self.json(try await shell.run(try next("integrations/fortnox\"")))
    #expect(status["company"] as? String == "acme" && status["grant"] != nil)
    let why = try Self.json(try await shell.run(try next("/why")))
    #expect(why["verdict"] as? String == status["verdict"] as? String)
    let list = try Self.json(try await shell.run(try next("phase=grantExpired")))
    #expect((list["items"] as? [Any])?.isEmpty == true)
    let token = try Self.json(try await shell.run(try next("minimumSeconds")))
    #expect((token["accessToken"] as? String)?.isEmpty == false)
    let feed = try await shell.run(try next("limit=3"))
    #expect(
      feed.contains("uthledger-Cursor: 1-3") || feed.contains("uthledger-cursor: 1-3"), "\(feed)")
    let events = try await shell.run(try next("text/event-stream"))
    let count = try Ledger.open(product.directory, for: .reading).records(RecordQuery()).count
    #expect(events.components(separatedBy: "data: ").count - 1 == count, "\(events)")
    // In place of the minute until the server signs.
    try await product.publish()
    _ = try await shell.run(try next("/v1/checkpoint"))
    let root = try String(contentsOfFile: shell.folder.file("root.checkpoint"), encoding: .utf8)
    #expect(root.contains("/root/1\n"))
    #expect(try Data(contentsOf: URL(filePath: shell.folder.file("acme.tar"))).count > 1024)
    #expect(blocks.isEmpty, "every block was run")
  }

  @Test("the reader in Python has each record once, though it is killed at any moment")
  func reader() async throws {
    let script = try #require(blocks("python").first)
    #expect(script.split(separator: "\n").count <= 15, "it is as short as the page says")
    let product = try await Product()
    var shell = try Shell(product)
    try await shell.makeKey(try #require(blocks("sh").first))
    let file = shell.folder.file("reader.py")
    try script.write(toFile: file, atomically: true, encoding: .utf8)
    let browser = try await product.signedIn()
    try await product.connect(browser)
    let stored = Self.ids(in: shell)
    for round in 0..<5 {
      let reader = try shell.start(file)
      // Killed before its first record, amid some, or while it waits.
      if round > 0 {
        try await eventually(otherwise: "nothing was stored") {
          try await stored()?.isEmpty == false
        }
      }
      try await Task.sleep(for: .milliseconds(30 * round))
      reader.send(SIGKILL)
      try await reader.ended()
      // What is recorded meanwhile is read by the next one.
      let saved = try await product.run(
        "authledger",
        [
          "record", "other", "configured", "--data",
          #"{"transfers":["customers"],"enabled":false}"#,
        ])
      #expect(saved.code == 0, "\(saved.error)")
    }
    let reader = try shell.start(file)
    let ids = try Ledger.open(product.directory, for: .reading).records(RecordQuery())
      .map { "\($0.content.id)" }.sorted()
    try await eventually(otherwise: "not all was stored") { try await stored() == ids }
    let output = try reader.output
    #expect(reader.isRunning, "\(output)")
    reader.send(SIGKILL)
    try await reader.ended()
  }

  /// Reads what the reader has stored; nil before it has made its tables.
  private static func ids(in shell: Shell) -> () async throws -> [String]? {
    {
      let outcome = try await Program().run(
        URL(filePath: "/usr/bin/sqlite3"),
        [
          "-readonly", "-cmd", ".timeout 10000", shell.folder.file("reader.sqlite"),
          "select id from seen order by id",
        ])
      return outcome.code == 0 ? outcome.output.split(separator: "\n").map(String.init) : nil
    }
  }

  @Test("the caller in Swift is the one that is tried here")
  func caller() async throws {
    let block = try #require(blocks("swift").first)
    let file = Golden.root.appending(path: "Tests/WebTests/API/LedgerClient.swift")
    #expect(try String(contentsOf: file, encoding: .utf8) == block)
    let product = try await Product()
    let client = LedgerClient(host: product.url, key: Product.serviceKey)
    await #expect { try await client.token(of: "acme") } throws: { error in
      (error as? LedgerClient.Refusal)?.error == "noGrant"
    }
    let browser = try await product.signedIn()
    try await product.connect(browser)
    #expect(try await client.token(of: "acme").accessToken.isEmpty == false)
  }
}
