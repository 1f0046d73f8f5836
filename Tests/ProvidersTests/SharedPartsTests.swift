import Foundation
import Testing

@testable import Providers

/// What every client is made of.
@Suite struct SharedPartsTests {
  @Test("the challenge is that of RFC 7636 appendix B")
  func challenge() {
    #expect(
      PKCE.challenge(of: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
  }

  @Test("credentials that two readings of the standard would write differently are refused")
  func app() {
    for text in ["", "a b", "a:b", "a%b", "a+b", "å", "a\n"] {
      #expect(ClientApp(id: "app", secret: text) == nil)
      #expect(ClientApp(id: text, secret: "secret") == nil)
    }
  }

  @Test(
    "when to come back, in seconds or as a date",
    arguments: [
      ("600", 600), ("-5", 0), (" 7 ", 7), ("Sun, 06 Nov 1994 08:49:37 GMT", 60),
      ("Sunday, 06-Nov-94 08:49:37 GMT", 60), ("Sun Nov  6 08:49:37 1994", 60),
      ("Sat, 05 Nov 1994 08:49:37 GMT", 0), ("soon", nil), ("", nil),
    ] as [(String, Int?)])
  func retryAfter(text: String, seconds: Int?) {
    let now = Date(timeIntervalSince1970: 784_111_717)
    #expect(RetryAfter.seconds(text, now: now) == seconds)
  }
}
