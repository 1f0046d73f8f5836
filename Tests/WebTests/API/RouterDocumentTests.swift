import Connector
import EventLog
import Evidence
import Foundation
import HTTPTypes
import Hummingbird
import Integrations
import Logging
import OpenAPI
import Providers
import TestSupport
import Testing
import Vault

@testable import Web

/// The document has every route of programs, and no other.
@Suite struct RouterDocumentTests {
  /// Where pages for people begin, which the document is not about.
  private static let pages: Set = [
    "", "assets", "callback-refused", "companies", "enter", "evidence", "history", "language",
    "leave",
    "oauth", "sandbox-enter", "support", "verify",
  ]

  private static func routes() throws -> Set<String> {
    let folder = try TemporaryFolder()
    let directory = folder.file("ledger")
    try Ledger.create(directory).close()
    let connector = Connector(
      ledger: try Ledger.open(directory, for: .writing),
      vault: try Vault(directory, keys: VaultKeys(directory, environment: [:])), clients: [:]
    ) { _, _ throws(Unanswered) in throw .notSent }
    let url = "http://127.0.0.1:1"
    let server = try WebServer(
      connector,
      WebConfiguration(
        publicURL: url, host: "127.0.0.1", port: 1, formOrigins: [], serviceKey: nil),
      log: Logger(label: "test"))
    var routes: Set<String> = []
    // HEAD is answered wherever GET is, and other methods are refused; the document says so once.
    for endpoint in server.routes().routes where endpoint.method != .head {
      let parts = endpoint.path.description.split(separator: "/").map(String.init)
      guard !pages.contains(parts.first ?? "") else { continue }
      let path = parts.map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : $0 }.joined(separator: "/")
      routes.insert("\(endpoint.method.rawValue) /\(path)")
    }
    return routes
  }

  @Test("every route of the router is in the document, and every path of it is a route")
  func both() throws {
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(OpenAPI.document())) as? [String: Any])
    let paths = try #require(document["paths"] as? [String: [String: Any]])
    let told = Set(
      paths.flatMap { path, methods in methods.keys.map { "\($0.uppercased()) \(path)" } })
    let routes = try Self.routes()
    #expect(routes.count > 20, "the routes were found")
    #expect(routes.subtracting(told).sorted() == [], "routes that the document does not have")
    #expect(told.subtracting(routes).sorted() == [], "paths that are no routes")
  }
}
