import EventLog
import Foundation
import TestSupport
import Testing

/// What `docs/operations.md` names is there.
@Suite(.serialized, .timeLimit(.minutes(20))) struct OperationsPageTests {
  private let page: String

  init() throws {
    page = try String(
      contentsOf: Golden.root.appending(path: "docs/operations.md"), encoding: .utf8)
  }

  private func names(_ pattern: Regex<(Substring, Substring)>) -> Set<String> {
    Set(page.matches(of: pattern).map { String($0.1) })
  }

  @Test("every command that it names is one")
  func commands() async throws {
    for program in ["authledger", "authledger-connect"] {
      let named = names(try Regex(#"\b\#(program) ([a-z-]+(?: (?:create|list|revoke))?)"#))
      #expect(named.count > 2, "the commands were found")
      for command in named.sorted() {
        let help = try await Program().run(
          Program.product(program), command.split(separator: " ").map(String.init) + ["--help"])
        #expect(help.code == 0, "\(program) \(command)")
      }
    }
  }

  @Test("every measure of an alarm is measured")
  func measures() async throws {
    let product = try await Product()
    let measured = try await Browser(product.url).get("/metrics").text
    let named = names(#/`(authledger_\w+)/#)
    #expect(named.count >= 3)
    // A follower measures its lag; this server follows nobody.
    for name in named where !name.hasPrefix("authledger_follower_") {
      #expect(measured.contains("# TYPE \(name) "), "\(name)")
    }
  }

  @Test("every file of a ledger that is served and signed is in the table")
  func files() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    try await product.connect(browser)
    #expect(try await product.stop() == 0)
    let listed = names(#/\n\| `([\w\/.-]+)` \|/#)
    let found = try FileManager.default.subpathsOfDirectory(atPath: product.directory)
      .filter { $0 != "keys" && !$0.hasPrefix(".authledger-") }
    #expect(found.count > 6)
    for file in found where !file.hasSuffix("-wal") && !file.hasSuffix("-shm") {
      #expect(listed.contains(file), "\(file)")
    }
  }
}
