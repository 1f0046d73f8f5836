import EventLog
import Evidence
import Foundation
import TestSupport
import Testing

/// A link that a command prints leads to the pages.
@Suite(.serialized, .timeLimit(.minutes(20))) struct PublicAddressTests {
  private static func link(_ ledger: String, _ options: String...) async throws -> String {
    let arguments = ["link", "acme", "--role", "administrator", "--person", "u-17"] + options
    let outcome = try await ChildProcess(
      Program.product("authledger-connect"), arguments + ["--ledger", ledger],
      environment: ["PATH": "/usr/bin:/bin"]
    ).endedInTime()
    #expect(outcome.code == 0, "\(outcome.error)")
    return outcome.output
  }

  @Test("without being told, a link has the address that the server was started with")
  func link() async throws {
    let product = try await Product()
    #expect(try await Self.link(product.directory).hasPrefix(product.url + "/enter/"))
    let other = try await Self.link(
      product.directory, "--public-url", "https://connect.example.com")
    #expect(other.hasPrefix("https://connect.example.com/enter/"))
  }

  @Test("the address is kept until the server is started with another one")
  func kept() async throws {
    let folder = try TemporaryFolder()
    let directory = folder.file("ledger")
    let ledger = try Ledger.create(directory)
    try ledger.display([.publicURL: "https://connect.example.com"])
    #expect(try await Self.link(directory).hasPrefix("https://connect.example.com/enter/"))
    try ledger.display([.publicURL: ""])
    #expect(try await Self.link(directory).hasPrefix("http://127.0.0.1:8080/enter/"))
    try ledger.close()
  }
}
