import Integrations
import Testing

/// A grant that died after the same user had consented for another company.
@Suite struct ConsentElsewhereTests {
  private static let active = Story(of: .fiken, saved(companyCode: 1))
    .given(minute(0), started(first, at: minute(0), scopes: []))
    .given(minute(2), callback(first))
    .given(minute(3), .approved(consent(.consent)), saved(enabled: true))
  private static let dead = active.given(hour(30), failed(nil, .refresh, .grantDead))
  private static let elsewhere = ConsentElsewhere(position: Position(41), time: hour(20))

  private static func consent(_ via: Approval.Via) -> Approval {
    grant(first, via, company: "913312465", scopes: [], access: day(1), expires: nil)
  }

  @Test("it is possibly ended by the consent, and that is likely, not certain")
  func possibly() {
    #expect(Self.dead.explanation().advice.confidence == .certain)
    let explanation = Self.dead.explanation(elsewhere: Self.elsewhere)
    #expect(explanation.verdict == .grantDead)
    #expect(explanation.advice.confidence == .likely)
    #expect(explanation.codes == [[.reauthorize, .approve]])
    let cause = explanation.advice.cause
    #expect(cause.english.contains("another company") && cause.english.contains("(#41)"))
    #expect(cause.swedish.contains("ett annat företag") && cause.swedish.contains("(#41)"))
    #expect(cause.english.contains("2026-11-04 05:00"))
    let unknown = explanation.advice.unknown
    #expect(unknown.contains { $0.english.contains("let another person approve") })
    #expect(unknown.contains { $0.swedish.contains("låt i så fall en annan person godkänna") })
  }

  @Test("it is looked for between the last sign of life and the death")
  func searched() throws {
    let search = try #require(Self.dead.state.searchForConsentElsewhere(at: hour(30)))
    #expect(search.attempt == first)
    #expect(search.after.time == minute(3) && search.before.time == hour(30))
    let refreshed = Self.active.given(day(7), .approved(Self.consent(.refresh)))
      .given(day(9), failed(nil, .refresh, .grantDead))
    #expect(refreshed.state.searchForConsentElsewhere(at: day(9))?.after.time == day(7))
  }

  @Test("it is not looked for where nothing died, or something else is known to have ended it")
  func notSearched() {
    #expect(Self.active.state.searchForConsentElsewhere(at: hour(30)) == nil)
    let lost = Self.active.given(hour(25), failed(nil, .refresh, .refreshUnknown))
      .given(hour(30), failed(nil, .refresh, .grantDead))
    #expect(lost.state.searchForConsentElsewhere(at: hour(30)) == nil)
    #expect(lost.explanation(elsewhere: Self.elsewhere) == lost.explanation())
    let removed = Self.dead.given(hour(31), IntegrationsTests.removed())
    #expect(removed.state.searchForConsentElsewhere(at: hour(31)) == nil)
  }

  @Test("where consents are a company's, no other company is asked about")
  func fortnox() {
    let story = Story.active.given(day(1), failed(nil, .refresh, .grantDead))
    #expect(story.state.searchForConsentElsewhere(at: day(1)) == nil)
  }
}
