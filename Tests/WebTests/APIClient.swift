import EventLog
import Evidence
import Foundation
import Integrations
import NIOHTTP1
import TestSupport
import Testing
import Vault
import Visits

/// A program that asks with a key.
struct APIClient {
  /// The server, which runs as long as somebody asks it.
  let server: Product
  let key: String?

  private var url: String { server.url }

  struct Answer {
    var page: Browser.Page

    var status: Int { page.status }
    var text: String { page.text }
    var json: Any? { try? JSONSerialization.jsonObject(with: Data(text.utf8)) }
    var object: [String: Any] { json as? [String: Any] ?? [:] }
    /// The word of a problem; nil where the answer is none.
    var error: String? {
      header("Content-Type") == "application/problem+json" ? object["error"] as? String : nil
    }
    var cursor: String? { header("Authledger-Cursor") }
    var lines: [String] { text.split(separator: "\n").map(String.init) }

    func header(_ name: String) -> String? { page.headers.first(name: name) }
  }

  private func headers(_ more: [String: String]) -> [String: String] {
    (key.map { ["Authorization": "Bearer \($0)"] } ?? [:]).merging(more) { $1 }
  }

  func get(_ path: String, _ more: [String: String] = [:]) async throws -> Answer {
    Answer(page: try await Browser(url).get(path, headers(more)))
  }

  func post(
    _ path: String, _ body: String? = nil, _ more: [String: String] = [:]
  ) async throws -> Answer {
    let type = body == nil ? [:] : ["Content-Type": "application/json"]
    return Answer(
      page: try await Browser(url).send(
        .POST, path, body: body, headers: headers(type).merging(more) { $1 }))
  }

  /// The records after a cursor as lines.
  func lines(_ query: String) async throws -> Answer {
    try await get("/v1/records?\(query)", ["Accept": "application/jsonl"])
  }
}

extension Product {
  /// A program with a new key.
  func program(
    _ scopes: Set<Scope> = Set(Scope.allCases), companies: Set<Company>? = nil,
    requestsPerMinute: Int? = nil
  ) throws -> APIClient {
    let vault = try Vault(directory, keys: VaultKeys(directory, environment: [:]))
    defer { try? vault.close() }
    let operatorRoot = try #require(Actor(.operator, "root"))
    let key = ServiceKey(
      id: Effects.live.id(), name: "test", scopes: scopes, companies: companies,
      createdAt: Effects.live.now(), createdBy: operatorRoot,
      requestsPerMinute: requestsPerMinute)
    return APIClient(server: self, key: try vault.makeServiceKey(key))
  }

  /// Records settings of companies, one record each, from this process.
  func record(_ companies: String...) throws {
    let ledger = try Ledger.open(directory, for: .writing)
    defer { try? ledger.close() }
    for company in companies {
      let saved = Configured(transfers: Registers([.customers]), enabled: false)
      let actor = try #require(Actor(.administrator, "u-17"))
      try ledger.append(
        [Command(.configured(saved), by: actor)], to: try #require(Company(company)))
    }
  }
}
