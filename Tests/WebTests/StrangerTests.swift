import Foundation
import NIOHTTP1
import TestSupport
import Testing

/// Whoever brings a state that is not theirs learns nothing of it.
@Suite(.serialized, .timeLimit(.minutes(20))) struct StrangerTests {
  @Test("unknown, used and foreign states are answered alike, and none before its time")
  func alike() async throws {
    let product = try await Product()
    let owner = try await product.signedIn()
    let used = try await product.consent(try await product.begin(owner))
    let back = try await owner.get(used)
    try await product.settle(owner, try #require(back.location))
    let foreign = try await product.consent(try await product.begin(owner))
    let unknown = "/oauth/fortnox/callback?code=x&state=\(String(repeating: "z", count: 43))"
    let stranger = Browser(product.url)
    var times: [Duration] = []
    var answers: Set<[String]> = []
    for round in 0..<15 {
      for turn in 0..<3 {
        let start = ContinuousClock.now
        let answer = try await stranger.get([unknown, used, foreign][(round + turn) % 3])
        times.append(start.duration(to: .now))
        let headers = answer.headers.filter { $0.name.lowercased() != "date" }
          .map { "\($0.name): \($0.value)" }.sorted()
        let shown = try await stranger.get(try #require(answer.location))
        answers.insert(["\(answer.status)", answer.text, "\(shown.status)", shown.text] + headers)
      }
    }
    #expect(answers.count == 1, "\(answers)")
    #expect(times.allSatisfy { $0 >= .milliseconds(100) }, "\(times)")
    let names = try product.names()
    #expect(names.filter { $0 == "callback(otherBrowser)" }.count == 20, "ten an attempt")
    let answer = try await owner.get(foreign)
    try await product.settle(owner, try #require(answer.location))
    #expect(try product.names().last == "reauthorized", "its owner's attempt was left alone")
  }

  @Test("a stranger's callbacks are limited a minute, and take nothing from who is signed in")
  func limited() async throws {
    let product = try await Product()
    let owner = try await product.signedIn()
    let callback = try await product.consent(try await product.begin(owner))
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<130 {
        group.addTask {
          try await Browser(product.url).get("/oauth/fortnox/callback?code=x&state=short").status
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(statuses.filter { $0 == 429 }.count == 10)
    #expect(statuses.filter { $0 == 303 }.count == 120)
    let answer = try await owner.get(callback)
    try await product.settle(owner, try #require(answer.location))
    #expect(try product.names().last == "approved")
  }

  @Test("a code of one attempt with the state of another is refused by the provider, and told")
  func injected() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let victim = try await product.signedIn("administrator", "u-5", company: "beta")
    let stolen = try await product.consent(
      try await product.begin(victim, "/companies/beta/fortnox"))
    let own = try await product.consent(try await product.begin(browser))
    func value(_ name: String, _ address: String) throws -> Substring {
      let parts = try #require(address.split(separator: "?").last).split(separator: "&")
      return try #require(parts.first { $0.hasPrefix(name + "=") }).dropFirst(name.count + 1)
    }
    let mixed =
      "/oauth/fortnox/callback?code=\(try value("code", stolen))&state=\(try value("state", own))"
    let answer = try await browser.get(mixed)
    try await product.settle(browser, try #require(answer.location))
    #expect(try product.names().last == "failed(exchange, codeRejected)")
    #expect(try product.names(.beta) == ["configured", "authorizeStarted"])
  }
}
