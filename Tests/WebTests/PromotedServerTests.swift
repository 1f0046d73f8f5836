import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

/// A server on a follower that was promoted after its leader was lost.
@Suite struct PromotedServerTests {
  private static let token = "/v1/companies/acme/integrations/fortnox/token"

  /// A server with a connected company whose ledger is lost, with a promoted follower in its place.
  ///
  /// - Parameter saved: The leader's files that were kept elsewhere.
  private func promoted(bringing saved: [String]) async throws -> Product {
    let product = try await Product()
    try await product.connect(try await product.signedIn())
    let ledger = try Ledger.open(product.directory, for: .writing)
    try ledger.publish()
    try ledger.close()
    let follow = try Follow()
    let copied = try await follow.once(product.url, key: Follow.key(of: product.directory))
    #expect(copied.code == 0, "\(copied.error)")
    try await product.kill()
    let promotion = try await follow.run(["promote", "--yes"])
    #expect(promotion.code == 0, "\(promotion.error)")
    let manager = FileManager.default
    let lost = product.folder.file("lost")
    try manager.moveItem(atPath: product.directory, toPath: lost)
    try manager.moveItem(atPath: follow.directory, toPath: product.directory)
    for file in saved {
      try manager.copyItem(atPath: "\(lost)/\(file)", toPath: "\(product.directory)/\(file)")
    }
    // Else nobody may take it to an imitation of a provider.
    _ = try await SQLiteShell.run(
      "insert into property values ('mark', 'sandbox')", on: product.directory + "/ledger.sqlite")
    let named = try await product.run(
      "authledger", ["init", "--product", "Moment", "--support-email", "support@moment.example"])
    #expect(named.code == 0 && named.output.contains("Moment"), "\(named.output)\(named.error)")
    try await product.start()
    return product
  }

  @Test("with the leader's vault and its key, tokens go on as if nothing had happened")
  func withVault() async throws {
    let product = try await promoted(bringing: ["vault.sqlite", "keys/vault-key"])
    let program = try product.program()
    let given = try await program.post(Self.token)
    #expect(given.status == 200, "\(given.text)")
    // Its refresh token is good too.
    let refreshed = try await program.post(Self.token, #"{"minimumSeconds":3600}"#)
    #expect(refreshed.status == 200, "\(refreshed.text)")
    #expect(refreshed.object["accessToken"] as? String != given.object["accessToken"] as? String)
    #expect(try await product.run("authledger", ["verify"]).code == 0)
  }

  @Test("without them the answer says that the credentials are missing, and a new consent helps")
  func withoutVault() async throws {
    let product = try await promoted(bringing: [])
    let program = try product.program()
    let refused = try await program.post(Self.token)
    #expect(refused.status == 409, "\(refused.text)")
    #expect(refused.object["verdict"] as? String == "CREDENTIALS_UNUSABLE", "\(refused.text)")
    try await product.connect(try await product.signedIn())
    let given = try await program.post(Self.token)
    #expect(given.status == 200, "\(given.text)")
    #expect(try await product.run("authledger", ["verify"]).code == 0)
  }
}
