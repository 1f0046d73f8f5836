import EventLog
import Integrations
import Testing

@Suite struct CompanyPatternTests {
  @Test(
    "a star stands for any characters, a question mark for one",
    arguments: [
      ("acme", "acme", true), ("acme", "acme-2", false), ("ac*", "acme", true), ("ac*", "ac", true),
      ("ac*", "bac", false), ("*me", "acme", true), ("*me", "acmes", false), ("a*e", "acme", true),
      ("a*c*e", "abcde", true), ("a*c*e", "abde", false), ("*", "x", true), ("a?me", "acme", true),
      ("a?me", "ame", false), ("*-1?", "shop-12", true), ("*-1?", "shop-1", false),
      (
        "*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false
      ),
    ])
  func matches(_ pattern: String, _ id: String, _ isMatch: Bool) throws {
    let company = try #require(Company(id))
    #expect(try #require(CompanyPattern(pattern)).matches(company) == isMatch)
  }

  @Test("an id means one company, a pattern none in particular")
  func company() throws {
    #expect(CompanyPattern("acme")?.company == Company("acme"))
    #expect(CompanyPattern("acm?")?.company == nil)
    #expect(CompanyPattern("acme")?.description == "acme")
  }

  @Test(
    "what no id can match is none",
    arguments: ["", "ACME", "a b", "-a*", "å*", "system", String(repeating: "a", count: 64), "a/b"])
  func refused(_ text: String) {
    #expect(CompanyPattern(text) == nil)
  }
}
