import Foundation
import TestSupport
import Testing

/// The sample histories in the pages.
@Suite(.serialized, .timeLimit(.minutes(20))) struct DemonstrationTests {
  private let folder: TemporaryFolder
  private let directory: String

  init() async throws {
    folder = try TemporaryFolder()
    directory = folder.file("demo")
    let made = try await Program().run(["demo", "--ledger", directory])
    #expect(made.code == 0, "\(made.error)")
  }

  /// Every file of the ledger, but what SQLite keeps beside an open one.
  private func files() throws -> [String: Data] {
    try FileManager.default.subpathsOfDirectory(atPath: directory).reduce(into: [:]) {
      guard !$1.hasSuffix("-wal"), !$1.hasSuffix("-shm") else { return }
      $0[$1] = FileManager.default.contents(atPath: "\(directory)/\($1)") ?? Data()
    }
  }

  @Test("every role looks around, nobody writes, and the directory stays as it was")
  func looks() async throws {
    let before = try files()
    let port = try Ports.free()
    let process = try ChildProcess(
      Program.product("authledger-connect"),
      ["serve", "--demo", "--ledger", directory, "--port", "\(port)"])
    let url = "http://127.0.0.1:\(port)"
    #expect(try await Browser(url).isReady(while: process))
    let start = try await Browser(url).get("/")
    for actor in ["administrator:u-17", "support:s-3", "operator:o-1", "auditor:a-1"] {
      #expect(start.text.contains("name=\"actor\" value=\"\(actor)\""), "\(actor)")
      try await checkReadOnly(url, as: actor)
    }
    process.send(SIGTERM)
    try await process.ended()
    #expect(try files() == before)
  }

  private func checkReadOnly(_ url: String, as actor: String) async throws {
    let browser = Browser(url)
    let entered = try await browser.post(
      "/sandbox-enter", [("actor", actor), ("company", "acme")])
    #expect(entered.status == 303)
    #expect(try await browser.get(try #require(entered.location)).status == 200)
    let page = try await browser.get("/companies/acme/fortnox")
    #expect(page.status == 200 && page.text.contains("Demonstration"))
    let token = try #require(page.token)
    for path in [
      "/companies/acme/fortnox/save", "/companies/acme/fortnox/authorize",
      "/companies/acme/fortnox/recheck", "/support/acme/fortnox/remove",
      "/support/acme/fortnox/link", "/evidence/acme", "/api/links", "/enter",
    ] {
      let answer = try await browser.post(path, [("token", token), ("confirm", "acme")])
      #expect(answer.status == 403, "\(path)")
    }
    #expect(try await browser.get("/oauth/fortnox/callback?code=a&state=b").status == 403)
    if actor.hasPrefix("auditor") {
      let verified = try await browser.post("/verify", [("token", token)])
      #expect(verified.text.contains("agrees with itself"))
    }
    #expect(try await browser.post("/leave", [("token", token)]).status == 303)
    #expect(try await browser.get("/companies/acme/fortnox").status == 401)
  }
}
