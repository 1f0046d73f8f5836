import Integrations
import Testing

@Suite("When a grant ends, and how sure that is") struct ExpiryTests {
  @Test("a recheck only ever moves an expiry later")
  func recheck() {
    let story = Story.denied
    let later = story.given(
      day(1), .approved(grant(first, .recheck, access: day(2), expires: day(46))))
    #expect(later.state.grant?.accessTokenExpiresAt == day(2))
    #expect(later.state.grant?.refreshTokenExpiresAt == day(46))
    for expires in [day(40), nil] {
      let sooner = story.given(
        day(1), .approved(grant(first, .recheck, access: minute(5), expires: expires)))
      #expect(sooner.state.grant?.accessTokenExpiresAt == hour(1))
      #expect(sooner.state.grant?.refreshTokenExpiresAt == day(45))
    }
  }

  @Test("a person's grant without an expiry of its refresh token ends with its access token")
  func withoutRefreshToken() {
    let story = Story.answered.given(minute(3), .approved(grant(first, expires: nil)))
      .phase(.authorized, at: hour(1).justBefore)
      .phase(.grantExpired, at: hour(1))
    #expect(story.state.deadline == hour(1))
  }

  @Test("a service account's does not: its tokens are fetched anew")
  func ofServiceAccount() {
    let story = Story(serviceAccount(true), started(first, at: minute(0), as: .service))
      .given(minute(2), callback(first))
      .given(minute(3), .approved(grant(first, as: .service, expires: nil)))
      .phase(.authorized, at: day(400))
    #expect(story.state.deadline == nil)
  }

  @Test("the clock's word that a grant is dead is likely for a day, and then certain")
  func byTheClock() {
    for (story, end) in [
      (Story.active, day(45)),
      (Story.answered.given(minute(3), .approved(grant(first, expires: nil))), hour(1)),
    ] {
      let early = story.explanation(at: end)
      #expect(early.verdict == .grantDead && early.phase == .grantExpired)
      #expect(early.advice.confidence == .likely && !early.advice.unknown.isEmpty)
      let almost = story.explanation(at: end.adding(seconds: 86_400).justBefore)
      #expect(almost.advice.confidence == .likely)
      let late = story.explanation(at: end.adding(seconds: 86_400))
      #expect(late.verdict == .grantDead && late.advice.confidence == .certain)
      #expect(late.since == end)
    }
  }

  @Test("the provider's own word is certain at once")
  func byTheProvider() {
    let explanation = Story.active.given(day(1), failed(nil, .refresh, .grantDead)).explanation()
    #expect(explanation.verdict == .grantDead && explanation.advice.confidence == .certain)
  }

  @Test("nothing recorded as good for two weeks is a warning")
  func quiet() {
    let quiet = minute(3).adding(seconds: 14 * 86_400)
    #expect(Story.active.state.warnings(at: quiet.justBefore).isEmpty)
    #expect(Story.active.state.warnings(at: quiet).map(\.code) == [.quiet])
    #expect(Story.active.state.warnings(at: quiet).map(\.time) == [minute(3)])
    let refreshed = Story.active.given(day(10), .approved(grant(first, .refresh)))
    #expect(refreshed.state.warnings(at: quiet).isEmpty)
  }

  @Test("a refusal is nothing good, so the quiet goes on")
  func quietThoughRefused() {
    let story = Story.active.given(day(10), refused(.customers))
    #expect(story.state.warnings(at: day(15)).map(\.code) == [.quiet])
  }

  @Test("a grant that ends within a week is a warning")
  func endsSoon() {
    let story = Story.active.given(day(37), .approved(grant(first, .refresh)))
    #expect(story.state.warnings(at: day(38).justBefore).isEmpty)
    #expect(story.state.warnings(at: day(38)).map(\.code) == [.endsSoon])
    #expect(story.state.warnings(at: day(38)).map(\.time) == [day(45)])
    #expect(story.state.warnings(at: day(45)).isEmpty)
  }

  @Test("a grant that lives for an hour is always about to end, so that is no warning")
  func endsWithAccessToken() {
    let story = Story.answered.given(minute(3), .approved(grant(first, expires: nil)))
    #expect(story.state.warnings(at: minute(4)).isEmpty)
  }

  @Test("a removal that was not confirmed is watched until it is, or what was removed has ended")
  func unrevoked() {
    let removal = Story.active.given(day(1), removed(.offboarding, revoked: false))
    #expect(removal.state.warnings(at: day(2)).map(\.code) == [.unrevoked])
    let end = removal.state.warnings(at: day(2))[0].time
    #expect(removal.state.warnings(at: end.justBefore).map(\.code) == [.unrevoked])
    #expect(removal.state.warnings(at: end).isEmpty)
    let confirmed = removal.given(day(3), removed(.offboarding))
    #expect(confirmed.state.warnings(at: day(4)).isEmpty)
    let again = removal.given(day(3), started(second, at: day(3)), callback(second))
      .given(day(3), .approved(grant(second)))
    #expect(again.state.warnings(at: day(4)).isEmpty)
  }

  @Test("without a grant, or with a dead one, there is nothing to watch")
  func nothingToWatch() {
    #expect(Story.authorizing.state.warnings(at: day(30)).isEmpty)
    let dead = Story.active.given(day(1), failed(nil, .refresh, .grantDead))
    #expect(dead.state.warnings(at: day(40)).isEmpty)
    #expect(Story.active.given(day(1), removed()).state.warnings(at: day(40)).isEmpty)
  }
}
