import Foundation
import Integrations
import TestSupport
import Testing

/// What keys with scopes may ask of the older paths.
@Suite(.timeLimit(.minutes(20))) struct ServiceKeyAPITests {
  private static let path = "/api/companies/acme/fortnox"
  private static let scopes = [
    "records:read", "status:read", "tokens:read", "evidence:read", "metrics:read",
    "sessions:create",
  ]
  private static let link = [("company", "acme"), ("role", "administrator"), ("person", "u-4")]

  /// A key as a program has it.
  private struct Key {
    var id: String
    var value: String
    var header: [String: String] { ["Authorization": "Bearer \(value)"] }
  }

  /// Makes a key beside the server that runs.
  private func key(_ product: Product, _ scopes: String, _ more: String...) async throws -> Key {
    let outcome = try await product.run(
      "authledger-connect", ["keys", "create", "--name", "host", "--scopes", scopes] + more)
    try #require(outcome.code == 0, "\(outcome.error)")
    let id = try #require(outcome.error.firstMatch(of: /its id is (\S+)\./)?.1)
    return Key(id: String(id), value: String(outcome.output.dropLast()))
  }

  @Test("each path needs its scope, and no other one")
  func scopes() async throws {
    let product = try await Product()
    try await product.connect(try await product.signedIn())
    let api = Browser(product.url)
    let needs = [
      "status": "status:read", "why": "status:read", "log": "status:read",
      "history": "records:read", "token": "tokens:read",
    ]
    for scope in Self.scopes {
      let key = try await key(product, scope)
      for (name, needed) in needs {
        let answer = try await api.get("\(Self.path)/\(name)", key.header)
        #expect(answer.status == (scope == needed ? 200 : 403), "\(name) with \(scope)")
        if scope != needed { #expect(answer.text.contains(#""insufficientScope""#)) }
      }
      let link = try await api.post("/api/links", Self.link, key.header)
      #expect(link.status == (scope == "sessions:create" ? 201 : 403), "\(scope)")
    }
    let first = ["Authorization": "Bearer \(Product.serviceKey)"]
    for name in needs.keys {
      #expect(try await api.get("\(Self.path)/\(name)", first).status == 200)
    }
  }

  @Test("a key of one company finds no other one, and lets nobody in who would see others")
  func companies() async throws {
    let product = try await Product()
    try await product.connect(try await product.signedIn())
    let api = Browser(product.url)
    let all = Self.scopes.joined(separator: ",")
    let own = try await key(product, all, "--companies", "acme")
    let other = try await key(product, all, "--companies", "beta,gamma")
    for name in ["status", "why", "log", "history", "token"] {
      #expect(try await api.get("\(Self.path)/\(name)", own.header).status == 200)
      let answer = try await api.get("\(Self.path)/\(name)", other.header)
      let nobody = try await api.get("/api/companies/nobody/fortnox/\(name)", other.header)
      #expect(answer.status == 404 && answer.text == nobody.text, "\(name)")
    }
    #expect(try await api.post("/api/links", Self.link, own.header).status == 201)
    #expect(try await api.post("/api/links", Self.link, other.header).status == 404)
    for role in ["support", "auditor", "operator"] {
      let fields = [("company", "acme"), ("role", role), ("person", "s-3")]
      #expect(try await api.post("/api/links", fields, own.header).status == 403, "\(role)")
    }
  }

  @Test("a key works from its making to its revocation, without a restart, and its use is noted")
  func life() async throws {
    let product = try await Product()
    try await product.connect(try await product.signedIn())
    let api = Browser(product.url)
    let kept = try await key(product, "status:read")
    let ended = try await key(product, "status:read")
    for key in [kept, ended] {
      #expect(try await api.get("\(Self.path)/status", key.header).status == 200)
    }
    #expect(try await product.run("authledger-connect", ["keys", "revoke", ended.id]).code == 0)
    #expect(try await api.get("\(Self.path)/status", ended.header).status == 401)
    #expect(try await product.run("authledger-connect", ["rotate-key"]).code == 0)
    #expect(try await product.run("authledger-connect", ["rotate-key", "--retire"]).code == 0)
    #expect(try await api.get("\(Self.path)/status", kept.header).status == 200)
    var day = ""
    // The day is stored after the answer.
    for _ in 0..<200 where !day.hasPrefix("20") {
      let list = try await product.run("authledger-connect", ["keys", "list"]).output
      let lines = list.split(separator: "\n").map { $0.split(separator: "\t") }
      try #require(lines.map { $0[2] } == [kept.id[...]])
      day = String(lines[0][3])
    }
    #expect(day.wholeMatch(of: /20\d\d-\d\d-\d\d/) != nil, "\(day)")
  }

  @Test("a key is taken in its own form alone")
  func form() async throws {
    let product = try await Product()
    try await product.connect(try await product.signedIn())
    let api = Browser(product.url)
    let key = try await key(product, "status:read")
    let wrong = [
      key.value, "Basic \(key.value)", "Bearer \(key.value)x", "Bearer \(key.value.dropLast())",
      "Bearer \(key.value.dropFirst(3))", "Bearer \(key.id)", "Bearer ", "",
    ]
    for header in wrong {
      let answer = try await api.get("\(Self.path)/status", ["Authorization": header])
      #expect(answer.status == 401, "\(header.prefix(8))")
    }
    // Neither does an address hold a key, where logs and histories would have it.
    #expect(try await api.get("\(Self.path)/status?access_token=\(key.value)").status == 401)
  }

  @Test("the server tells of the key that may do everything, and of no value of any key")
  func told() async throws {
    let product = try await Product()
    try await product.connect(try await product.signedIn())
    let api = Browser(product.url)
    let key = try await key(product, "status:read")
    for header in [key.header, ["Authorization": "Bearer \(key.value)x"]] {
      _ = try await api.get("\(Self.path)/status", header)
      _ = try await api.get("\(Self.path)/token", header)
    }
    #expect(try await product.stop() == 0)
    let log = try String(contentsOfFile: product.log, encoding: .utf8)
    #expect(log.contains(#""place":"AUTHLEDGER_SERVICE_KEY""#) && log.contains("keys create"))
    var written = Data((log + api.seen.joined(separator: "\n")).utf8)
    for file in try FileManager.default.subpathsOfDirectory(atPath: product.directory) {
      written.append(FileManager.default.contents(atPath: product.directory + "/" + file) ?? Data())
    }
    for secret in [key.value, String(key.value.dropFirst(3)), Product.serviceKey] {
      #expect(written.range(of: Data(secret.utf8)) == nil)
    }
  }
}
