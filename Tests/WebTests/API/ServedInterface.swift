import EventLog
import Foundation
import Integrations
import TestSupport
import Testing

/// A sandbox server with a company that is connected, and a key that may do everything.
struct ServedInterface {
  let product: Product
  let key: String
  var url: String { product.url }

  /// - Parameter provider: The provider that the company is connected with.
  init() async throws {
    product = try await Product(offersFiken: true)
    let browser = try await product.signedIn()
    try await product.connect(browser)
    key = try await Self.newKey(Self.everything, Self.unlimited, product)
    try await product.publish()
  }

  /// Every scope.
  static let everything =
    "records:read,status:read,tokens:read,evidence:read,metrics:read,sessions:create"
  static let unlimited = ["--requests-per-minute", "1000000"]

  /// Makes another key.
  func newKey(_ scopes: String, _ options: [String] = unlimited) async throws -> String {
    try await Self.newKey(scopes, options, product)
  }

  private static func newKey(
    _ scopes: String, _ options: [String], _ product: Product
  ) async throws -> String {
    let outcome = try await ChildProcess(
      Program.product("authledger-connect"),
      [
        "keys", "create", "--ledger", product.directory, "--name", "tests", "--scopes", scopes,
      ] + options, environment: product.environment
    ).ended()
    #expect(outcome.code == 0, "\(outcome.error)")
    return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Has a copy take the ledger's place, so that a new epoch begins.
  func restore() async throws {
    try await product.restoreCopy { _ = try await newKey("status:read") }
  }

  /// A script beside these tests.
  static func script(_ name: String) -> String {
    Golden.root.appending(path: "Tests/WebTests/others/\(name)").path
  }

  /// Runs a script with the packages that others wrote.
  func run(_ script: String, _ arguments: [String]) async throws -> Program.Outcome {
    try await PackagedPython.run("Tests/WebTests/others/\(script)", arguments)
  }
}

extension Product {
  /// Has the root signed, as the server does once a minute.
  func publish() async throws {
    let outcome = try await run("authledger", ["checkpoint"])
    #expect(outcome.code == 0, "\(outcome.error)")
  }
}
