import Foundation
import Testing

/// The list of integrations, from which a journey begins.
@Suite(.serialized, .timeLimit(.minutes(20))) struct IntegrationListTests {
  @Test("an integration is found by a part of its name, in any case and with blanks around it")
  func search() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    for (typed, isFound) in [
      ("", true), ("%20FORT%20", true), ("nox", true), ("nox%20pay", false), ("tnx", false),
    ] {
      let page = try await browser.get("/companies/acme?q=\(typed)")
      #expect(page.text.contains("href=\"/companies/acme/fortnox\"") == isFound, "\(typed)")
    }
    let payments = try await browser.get("/companies/acme?q=Nox%20pay")
    #expect(payments.text.contains("href=\"/companies/acme/fortnox-payments\""))
  }

  @Test("each has its initials in a shape of its own, what it is for, and its state in words")
  func tiles() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let page = try await browser.get("/companies/acme")
    let marks = page.text.components(separatedBy: "class=\"initial ").dropFirst()
      .map { $0.split(separator: "<")[0] }
    #expect(Set(marks).count == marks.count && marks.count >= 2, "\(marks)")
    #expect(page.text.contains("Not connected"))
    #expect(page.text.contains("to your accounting"))
  }
}
