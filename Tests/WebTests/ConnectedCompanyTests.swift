import Foundation
import Integrations
import TestSupport
import Testing

/// Which company at the provider an integration stands at is shown to whom it concerns.
@Suite(.serialized, .timeLimit(.minutes(20))) struct ConnectedCompanyTests {
  @Test("its name is the company's and support's to see, and one behind two of ours is a warning")
  func shared() async throws {
    let product = try await Product()
    let administrator = try await product.signedIn()
    try await product.connect(administrator)
    let page = "/companies/acme/fortnox"
    let shown = try await administrator.get(page).text
    let name = try #require(
      shown.components(separatedBy: "id=\"company-name\">").last?.split(separator: "<").first)
    #expect(name.contains("AB"))
    #expect(!shown.contains("id=\"shared\""))

    let other = try await product.signedIn("administrator", "u-30", company: "beta")
    let begun = try await product.begin(other, "/companies/beta/fortnox")
    let answer = try await other.get(try await product.consent(begun))
    try await product.settle(other, try #require(answer.location))
    let warned = try await administrator.get(page).text
    #expect(warned.contains("id=\"shared\""))
    #expect(!warned.contains("beta"), "which it is, is nobody's business")
    let support = try await product.signedIn("support", "s-3")
    let seen = try await support.get("/support/acme/fortnox").text
    #expect(seen.contains("is connected to beta as well") && seen.contains(name))
    let operations = try await product.signedIn("operator", "root")
    #expect(try await !operations.get("/support/acme/fortnox").text.contains(name))

    let history = try await product.run("authledger", ["history", "--format", "jsonl"])
    #expect(!history.output.isEmpty && !history.output.contains(name))
    for file in try FileManager.default.contentsOfDirectory(atPath: product.directory) {
      let data = FileManager.default.contents(atPath: product.directory + "/" + file) ?? Data()
      #expect(data.range(of: Data(name.utf8)) == nil, "\(file)")
    }
  }
}
