import Foundation
import NIOHTTP1
import TestSupport
import Testing

/// Long answers are shorter on their way, and their length tells nothing.
@Suite(.serialized, .timeLimit(.minutes(20))) struct CompressionTests {
  private func get(
    _ product: Product, _ path: String, _ headers: String = ""
  ) async throws -> (head: String, body: [UInt8]) {
    let connection = try RawConnection(product.url)
    connection.send(
      "GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\(headers)\r\n")
    let bytes = await connection.read().bytes
    let end = try #require(bytes.firstRange(of: Array("\r\n\r\n".utf8)))
    return (
      String(decoding: bytes[..<end.lowerBound], as: UTF8.self).lowercased(),
      Array(bytes[end.upperBound...])
    )
  }

  private func unpacked(_ bytes: [UInt8]) async throws -> [UInt8] {
    let folder = try TemporaryFolder()
    let file = folder.file("answer.gz")
    try Data(bytes).write(to: URL(filePath: file))
    // By a file, since what comes out need not be a text.
    let unpack = "gzip -dc \"$1\" > \"$2\""
    let outcome = try await Program().run(
      URL(filePath: "/bin/sh"), ["-c", unpack, "sh", file, folder.file("answer")])
    #expect(outcome.code == 0, "\(outcome.error)")
    let data = try Data(contentsOf: URL(filePath: folder.file("answer")))
    return Array(data)
  }

  @Test("style, script and long pages are compressed for browsers that take it")
  func compressed() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let page = try await browser.get("/companies/acme/fortnox")
    let cookie = try #require(browser.cookie("__Host-authledger"))
    let style = try #require(page.value(after: "rel=\"stylesheet\" href=\""))
    let script = try #require(page.value(after: "<script src=\""))
    for path in [style, script, "/companies/acme/fortnox"] {
      let session = "Cookie: __Host-authledger=\(cookie)\r\n"
      let plain = try await get(product, path, session)
      #expect(!plain.head.contains("content-encoding"), "\(path)")
      #expect(plain.head.contains("vary: accept-encoding"), "\(path)")
      let packed = try await get(product, path, session + "Accept-Encoding: br, gzip;q=0.8\r\n")
      #expect(packed.head.contains("content-encoding: gzip"), "\(path)")
      #expect(packed.body.count * 2 < plain.body.count, "\(path)")
      let text = try await unpacked(packed.body)
      #expect(path.hasPrefix("/assets/") ? text == plain.body : text.count == plain.body.count)
      let refused = try await get(product, path, session + "Accept-Encoding: gzip;q=0\r\n")
      #expect(!refused.head.contains("content-encoding"), "\(path)")
    }
  }

  @Test("the token of a visit's forms is another text on each page, and each of them counts")
  func masked() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let path = "/companies/acme/fortnox"
    let first = try #require(try await browser.get(path).token)
    let second = try #require(try await browser.get(path).token)
    #expect(first.commonPrefix(with: second).count < 8)
    for token in [first, second] {
      #expect(try await browser.post("\(path)/give-up", [("token", token)]).status == 303)
    }
    let mixed = first.prefix { $0 != "." } + second.drop { $0 != "." }
    #expect(try await browser.post("\(path)/give-up", [("token", String(mixed))]).status == 403)
  }

  @Test("pages with the value of a link are sent as they are")
  func links() async throws {
    let product = try await Product()
    let made = try await product.run(
      "authledger-connect", ["link", "acme", "--role", "support", "--person", "s-3"])
    let value = try #require(made.output.split(separator: "/").last)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let shown = try await get(product, "/enter/\(value)", "Accept-Encoding: gzip\r\n")
    #expect(shown.head.hasPrefix("http/1.1 200") && !shown.head.contains("content-encoding"))
  }
}
