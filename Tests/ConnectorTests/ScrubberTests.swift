import EventLog
import Fortnox
import Foundation
import Integrations
import Providers
import TestSupport
import Testing

@testable import Connector

/// The provider's words without what no record may hold.
@Suite struct ScrubberTests {
  private let code = "canary-code+with/odd=characters"

  @Test(
    "secrets and addresses go, the words around them stay",
    arguments: [
      ("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl is bad", "token [removed] is bad"),
      ("a7302e6b-b1cb-4508-b884-cf9abd9a51de expired", "[removed] expired"),
      ("(A7302E6B-B1CB-4508-B884-CF9ABD9A51DE)", "([removed])"),
      ("Authorization: Bearer abcdefgh12345678!", "Authorization: Bearer [removed]!"),
      ("anna.ek@exempel.se saknar behörighet", "[removed] saknar behörighet"),
      ("key=0123456789ABCDEFGHIJKLMNOPQRSTUV.", "key=[removed]"),
      ("Saknar behörighet för kundregister", "Saknar behörighet för kundregister"),
      ("error_missing_system_admin_right", "error_missing_system_admin_right"),
      ("bearer token missing", "bearer token missing"),
    ])
  func spans(text: String, kept: String) {
    let scrubbed = Scrubber().scrub(text) ?? ""
    #expect(scrubbed == kept || scrubbed + "." == kept || scrubbed == kept + ".")
    #expect(SecretGuard.kind(in: scrubbed) == nil)
  }

  @Test("the attempt's own values go in every spelling")
  func own() {
    let scrubber = Scrubber(values: [code])
    for spelling in [
      code, Data(code.utf8).base64EncodedString(),
      code.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "",
    ] {
      let scrubbed = scrubber.scrub("the code \(spelling) was used") ?? ""
      #expect(scrubbed == "the code [removed] was used", "\(spelling)")
    }
  }

  @Test(
    "our client's secret and its Basic form go, and the token in use, in every spelling",
    arguments: [
      "canary-secret", "Y2FuYXJ5LXNlY3JldA==", "Y2FuYXJ5LWlkOmNhbmFyeS1zZWNyZXQ=",
      "Y2FuYXJ5LWlkOmNhbmFyeS1zZWNyZXQ", "canary%2Dsecret", "canary%2dsecret",
      "canary-id%3Acanary-secret", "canary-id:canary-secret", "Token+in/Use", "Token%2bin%2fUse",
      "VG9rZW4raW4vVXNl",
    ])
  func ours(spelling: String) throws {
    let app = try #require(ClientApp(id: "canary-id", secret: "canary-secret"))
    let client = FortnoxClient(app: app, redirectURI: "https://example.com/callback")
    let scrubber = Scrubber(values: ["Token+in/Use"], of: client)
    #expect(scrubber.scrub("said \(spelling), so") == "said [removed], so")
    // Without knowing them, none of these looks like a secret.
    #expect(Scrubber().scrub("said \(spelling), so") == "said \(spelling), so")
  }

  @Test(
    "what is no secret stays",
    arguments: [
      "Bearer authentication required", "Fortnox.Api.Exceptions.InvalidRefreshTokenException",
      "anvandarbehorighet-kundregister-leverantorsregister saknas",
    ])
  func kept(text: String) { #expect(Scrubber().scrub(text) == text) }

  @Test("a long text is cut at a character, and nothing is kept of what is nothing")
  func bounds() {
    let long = Scrubber().scrub(String(repeating: "åäö ", count: 50_000)) ?? ""
    #expect(long.utf8.count <= Scrubber.limit && long.utf8.count > Scrubber.limit - 8)
    #expect(Scrubber().scrub("") == nil && Scrubber().scrub(nil) == nil)
  }

  @Test("whatever comes, the ledger takes it")
  func anything() {
    var random = SplitMix(seed: 11)
    let pieces = [
      "eyJ", ".", "-", "@", "bearer ", " ", "a.b@c.d", "\u{0}", "\u{1b}[2J", "\u{202e}", "é",
      String(repeating: "Z", count: 40), "a7302e6b-b1cb-4508-b884-cf9abd9a51de", "\n", "x@y", "%40",
    ]
    for _ in 0..<3000 {
      var text = ""
      for _ in 0..<(random.next() % 9) { text += pieces[Int(random.next() % UInt64(pieces.count))] }
      if let scrubbed = Scrubber().scrub(text) {
        #expect(SecretGuard.kind(in: scrubbed) == nil, "\(text)")
      }
    }
  }
}
