import Foundation
import Sandbox
import TestSupport
import Testing

/// The imitation of Fortnox, asked by a client that others wrote, and the sandbox that runs it.
@Suite(.serialized, .timeLimit(.minutes(20))) struct SandboxTests {
  @Test("requests-oauthlib completes code flow, refresh with rotation and revocation against it")
  func client() async throws {
    let product = try await Product()
    let process = try ChildProcess(
      URL(filePath: "/usr/bin/python3"),
      [
        Golden.root.appending(path: "Tests/WebTests/oauthlib_client.py").path, product.sandboxURL,
        "\(product.url)/oauth/fortnox/callback", "canary-client",
      ], input: .bytes(Array(Product.secret.utf8)))
    let outcome = try await process.endedInTime()
    #expect(outcome.code == 0 && outcome.output.contains("agreed"), "\(outcome)")
  }

  @Test(
    "it sends nobody to an address that is not registered, and serves its control to no other site")
  func strict() async throws {
    let product = try await Product()
    let browser = Browser(product.sandboxURL)
    let good = "client_id=canary-client&response_type=code&state=x&scope=customer&redirect_uri="
    let foreign = try await browser.get("/oauth-v1/auth?\(good)https%3A%2F%2Fevil.example")
    #expect(foreign.status == 400 && foreign.location == nil)
    let own = Browser.escape("\(product.url)/oauth/fortnox/callback")
    #expect(try await browser.get("/oauth-v1/auth?\(good)\(own)").status == 200)
    let scope = try await browser.get(
      "/oauth-v1/auth?" + good.replacing("scope=customer", with: "scope=everything") + own)
    let location = try #require(scope.location)
    #expect(location.replacing("%5F", with: "_").contains("error=invalid_scope"))
    let foreignForm = try await browser.post(
      "/sandbox/clock", [("seconds", "60")], ["Sec-Fetch-Site": "cross-site"])
    #expect(foreignForm.status == 403)
    for path in ["/sandbox", "/oauth-v1/auth?\(good)\(own)", "/nowhere"] {
      let page = try await browser.get(path)
      #expect(page.text.contains("SANDLÅDA") || page.status == 404)
    }
    // The product, in production or not, has none of its pages.
    for path in ["/sandbox", "/oauth-v1/auth", "/oauth-v1/token", "/3/customers", "/sandbox-enter"]
    {
      #expect(try await Browser(product.url).get(path).status == 404)
    }
  }

  @Test("the sandbox's server runs both imitations, which share its clock and lead to each other")
  func both() async throws {
    let folder = try TemporaryFolder()
    let port = try Ports.row()
    let server = try ChildProcess(
      Program.product("authledger-connect"),
      ["serve", "--sandbox", "--ledger", folder.file("ledger"), "--port", "\(port)"],
      log: folder.file("log"))
    let (fortnox, fiken) = (
      Browser("http://127.0.0.1:\(port + 1)"), Browser("http://127.0.0.1:\(port + 2)")
    )
    try await eventually(otherwise: "the sandbox did not start") {
      (try? await fiken.get("/sandbox")) != nil
    }
    let control = "http://localhost:"
    #expect(try await fortnox.get("/sandbox").text.contains("\(control)\(port + 2)/sandbox"))
    #expect(try await fiken.get("/sandbox").text.contains("\(control)\(port + 1)/sandbox"))
    #expect(try await fiken.post("/sandbox/api/clock", [("seconds", "3600")]).status == 200)
    #expect(try await fortnox.get("/sandbox/api/state").text.contains("\"offset\":3600"))
    // Commands find them, and the clock, in the sandbox's file.
    let file = try String(contentsOfFile: folder.file("ledger/keys/sandbox"), encoding: .utf8)
    #expect(file.contains("127.0.0.1:\(port + 2)") && file.contains("\"offset\":3600"))
    server.send(SIGTERM)
    #expect(try await server.ended().code == 0)
  }

  @Test("more than 25 questions in five seconds are too many")
  func rate() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    try await product.connect(browser)
    let token = try await product.run("authledger-connect", ["token", "acme"]).output
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let browsers = [Browser](repeating: Browser(product.sandboxURL), count: 60)
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for browser in browsers {
        group.addTask {
          try await browser.get("/3/customers", ["Authorization": "Bearer \(token)"]).status
        }
      }
      return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
    }
    #expect(statuses == [200, 429])
  }
}
