import Integrations
import TestSupport
import Testing

/// How texts name the host product.
@Suite struct HostProductTests {
  @Test("with a name, its support is named after it unless it has a name of its own")
  func named() {
    let product = HostProduct(name: "Tidlös")
    #expect(product.title.swedish == "Tidlös")
    #expect(product.support == Text("Tidlös support", "Tidlös support"))
    #expect(HostProduct(name: "Moment").support == Text("Moment support", "Moments support"))
    let own = HostProduct(name: "Moment", supportName: "Customer care")
    #expect(own.support == Text("Customer care", "Customer care"))
  }

  @Test("without a name, every text of every verdict is a sentence about the product")
  func nameless() {
    for given in VerdictTests.cases {
      let story = given.story()
      let explanation = Self.explanation(story, HostProduct())
      var texts = explanation.advice.ways.joined().map(\.text)
      texts += [explanation.advice.cause, explanation.advice.retryText, explanation.title]
      for text in texts {
        TextTests.check(text)
        #expect(!text.english.contains("Moment") && !text.swedish.contains("Moment"))
        for language in Language.allCases {
          #expect(text(language).first?.isUppercase == true || text(language).hasPrefix("acme"))
        }
      }
    }
  }

  @Test("a name stands wherever the product is spoken of")
  func everywhere() throws {
    let explanation = Self.explanation(.denied, HostProduct(name: "Tidbok"))
    let steps = explanation.advice.ways.joined().map(\.text.english)
    #expect(steps.contains("In Tidbok, click Check again."))
    let nameless = Self.explanation(.denied, HostProduct())
    #expect(
      nameless.advice.ways.joined().map(\.text.swedish)
        .contains("Klicka på Kontrollera igen i produkten."))
  }

  private static func explanation(_ story: Story, _ product: HostProduct) -> Explanation {
    let numbers = Set(story.state.citations(at: story.now))
    return Explanation(
      of: story.state, company: .make("acme"), provider: story.state.provider, at: story.now,
      cited: story.records.filter { numbers.contains($0.sequence) }, product: product)
  }
}
