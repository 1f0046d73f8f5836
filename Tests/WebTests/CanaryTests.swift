import Foundation
import Sandbox
import TestSupport
import Testing

/// Secrets that are known are looked for in everything that was written.
@Suite(.timeLimit(.minutes(20))) struct CanaryTests {
  @Test("no secret is in any byte that is written, shown, logged or said")
  func canaries() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    var secrets = [Product.secret, Product.serviceKey]
    func addSecrets(of address: String) {
      for part in address.split(whereSeparator: { "?&".contains($0) }) {
        for name in ["code=", "state="] where part.hasPrefix(name) {
          secrets.append(String(part.dropFirst(name.count)))
        }
      }
    }
    for fault in [SandboxFault.hostileText, .drop, .garbage, .invalidGrant] {
      try await product.fault(fault, at: .token)
      let address = try await product.begin(browser)
      let callback = try await product.consent(address)
      addSecrets(of: address)
      addSecrets(of: callback)
      let answer = try await browser.get(callback)
      try await product.settle(browser, try #require(answer.location))
    }
    try await product.connect(browser)
    secrets.append(
      try await product.run("authledger-connect", ["token", "acme"]).output
        .trimmingCharacters(in: .whitespacesAndNewlines))
    for (_, value) in browser.allCookies { secrets.append(value) }
    _ = try await browser.get("/companies/acme/fortnox")
    _ = try await product.run("authledger-connect", ["recheck", "acme"])
    // A refresh of which nothing comes back, one that is refused, and a removal.
    try await product.control("clock", [("seconds", "7200")])
    for fault in [SandboxFault.hostileText, .garbage, .drop] {
      try await product.fault(fault, at: .refresh)
      _ = try await product.run("authledger-connect", ["recheck", "acme"])
    }
    _ = try await product.run("authledger-connect", ["remove", "acme", "--reason", "requested"])
    let backup = product.folder.file("backup")
    #expect(try await product.run("authledger", ["backup", backup]).code == 0)
    #expect(secrets.count > 10)
    #expect(try await product.stop() == 0)
    var written = Data(browser.seen.joined(separator: "\n").utf8)
    written.append(try Data(contentsOf: URL(filePath: product.log)))
    for file in try FileManager.default.subpathsOfDirectory(atPath: backup) {
      written.append(FileManager.default.contents(atPath: backup + "/" + file) ?? Data())
    }
    let files = try FileManager.default.subpathsOfDirectory(atPath: product.directory)
    for file in files where !file.hasPrefix("keys/") {
      written.append(FileManager.default.contents(atPath: product.directory + "/" + file) ?? Data())
    }
    for secret in secrets where secret.count > 5 {
      for spelling in [
        secret, Data(secret.utf8).base64EncodedString(), Browser.escape(secret),
      ] {
        #expect(written.range(of: Data(spelling.utf8)) == nil, "\(secret.prefix(8))…")
      }
    }
  }

  @Test("no page or script uses what this client does without")
  func absent() throws {
    let folder = Golden.root.appending(path: "Sources/Web")
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".mustache") || $0.hasSuffix(".js") || $0.hasSuffix(".css") }
    #expect(files.count > 15)
    for file in files {
      let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      for word in [
        "postMessage", "window.open", "target=\"_blank\"", "<iframe", "localStorage", "eval(",
        "innerHTML", "response_type=token", "style=",
      ] { #expect(!text.contains(word), "\(file) has \(word)") }
    }
    for file in try FileManager.default.subpathsOfDirectory(
      atPath: Golden.root.appending(path: "Sources").path) where file.hasSuffix(".swift")
    {
      let text = try String(
        contentsOf: Golden.root.appending(path: "Sources").appending(path: file), encoding: .utf8)
      #expect(!text.contains("Access-Control-Allow"), "\(file)")
      #expect(!text.contains("grant_type=password"), "\(file)")
    }
  }
}
