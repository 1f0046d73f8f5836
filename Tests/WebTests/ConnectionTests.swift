import Foundation
import NIOHTTP1
import TestSupport
import Testing

/// Whoever connects and does nothing, or too little, holds nothing for long.
@Suite(.serialized, .timeLimit(.minutes(20))) struct ConnectionTests {
  private static let post =
    "POST /language HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
    + "Content-Type: application/x-www-form-urlencoded\r\n\r\n"

  @Test("a body that drips is answered by 408 when its time is over, with the headers")
  func drippingBody() async throws {
    let product = try await Product(["--request-time", "700"])
    let connection = try RawConnection(product.url)
    connection.send(Self.post)
    async let answer = connection.read(quietMilliseconds: 40_000)
    // All of the body would take 50 seconds, and then the answer would be another.
    while connection.send("a") { try await Task.sleep(for: .milliseconds(50)) }
    let (bytes, isEnded) = await answer
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(isEnded && text.hasPrefix("HTTP/1.1 408"), "\(text)")
    #expect(text.lowercased().contains("content-security-policy: default-src 'none'"))
  }

  @Test("an answer that nobody reads ends with its connection")
  func unread() async throws {
    let product = try await Product(["--request-time", "700"])
    let page = try await Browser(product.url).get("/")
    let style = try #require(page.value(after: "rel=\"stylesheet\" href=\""))
    let connection = try RawConnection(product.url)
    let count = 3000
    connection.send(
      String(repeating: "GET \(style) HTTP/1.1\r\nHost: localhost\r\n\r\n", count: count))
    try await connection.givenUp()
    let (bytes, isEnded) = await connection.read(quietMilliseconds: 40_000)
    let answers = String(decoding: bytes, as: UTF8.self).components(separatedBy: "HTTP/1.1 200")
    #expect(isEnded, "\(answers.count - 1) answers")
    #expect(answers.count - 1 < count)
  }

  @Test("over half the cap callbacks and health are answered alone; the oldest half request goes")
  func crowded() async throws {
    let product = try await Product(["--connections", "12"])
    let browser = Browser(product.url)
    #expect(try await browser.get("/").status == 200)
    var idle: [RawConnection] = []
    for _ in 0..<8 {
      let connection = try RawConnection(product.url)
      connection.send("GET / HTTP/1.1\r\nHost: ")
      idle.append(connection)
    }
    // No longer than needed: a request that is half there is given up after a while.
    for _ in 0..<400 {
      guard try await browser.get("/").status != 503 else { break }
      try await Task.sleep(for: .milliseconds(10))
    }
    for path in ["/", "/companies/acme", "/enter/x", "/nowhere"] {
      let refused = try await browser.get(path)
      #expect(refused.status == 503, "\(path)")
      #expect(refused.headers.first(name: "Retry-After") == "10", "\(path)")
      #expect(refused.text.contains("Very many are here"))
    }
    for path in ["/healthz", "/readyz", "//healthz"] {
      #expect(try await browser.get(path).status == 200, "\(path)")
    }
    #expect(try await browser.get("/oauth/fortnox/callback?code=a").status == 303)
    for _ in 0..<8 {
      let connection = try RawConnection(product.url)
      connection.send("GET / HTTP/1.1\r\nHost: ")
      idle.append(connection)
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(await idle[0].read(quietMilliseconds: 10_000).isEnded, "the oldest went")
    #expect(await !idle[15].read(quietMilliseconds: 200).isEnded, "the newest did not")
    #expect(try await Browser(product.url).get("/healthz").status == 200)
  }

  @Test(
    "what is not HTTP is refused with the headers",
    arguments: ["NONSENSE\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n"])
  func malformed(_ text: String) async throws {
    let product = try await Product()
    let connection = try RawConnection(product.url)
    connection.send(text)
    let answer = await connection.answer()
    #expect(answer.hasPrefix("HTTP/1.1 400"), "\(answer)")
    let lower = answer.lowercased()
    for header in [
      "content-security-policy: default-src 'none'", "x-content-type-options: nosniff",
      "referrer-policy: no-referrer", "cache-control: no-store", "x-frame-options: deny",
    ] {
      #expect(lower.contains(header), "\(header)")
    }
  }
}
