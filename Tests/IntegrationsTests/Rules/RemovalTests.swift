import Integrations
import Testing

@Suite("Removal of the credentials") struct RemovalTests {
  @Test("credentials are removed only where a grant stands")
  func onlyWithGrant() {
    Story().when(minute(0), removed()).rejected(.noGrant)
    Story.authorizing.when(minute(1), removed()).rejected(.noGrant)
    Story.active.given(hour(1), removed()).when(hour(2), removed()).rejected(.noGrant)
  }

  @Test("a grant that is dead, past its expiry or refused stands too")
  func badGrants() {
    let dead = Story.active.given(hour(1), failed(nil, .refresh, .grantDead))
    for story in [dead, Story.denied, Story.active] {
      story.when(day(46), removed(.offboarding))
        .then(removed(.offboarding))
        .phase(.credentialsRemoved)
    }
  }

  @Test("removal disables the integration and keeps the rest of its settings")
  func disables() {
    let story = Story.active.when(hour(1), removed()).then(removed())
    #expect(story.state.settings?.enabled == false)
    #expect(story.state.settings?.transfers == Registers([.customers]))
    story.when(hour(2), saved(enabled: true)).rejected(.enablingWithoutGrant)
  }

  @Test("the next attempt ends the phase, and what comes of it is told as of any attempt")
  func nextAttempt() {
    Story.active.given(hour(1), removed()).phase(.credentialsRemoved, at: day(400))
      .when(hour(2), started(second, at: hour(2)))
      .then(started(second, at: hour(2)))
      .phase(.authorizing)
      .phase(.authorizationFailed, at: hour(3))
      .given(hour(2), callback(second), .approved(grant(second)))
      .phase(.authorized)
  }

  @Test("a second one tells that the provider has confirmed the revocation at last")
  func confirmation() {
    let story = Story.active.given(hour(1), removed(revoked: false))
    #expect(story.state.removal?.revokedAtProvider == false)
    let confirmed = story.when(day(2), removed()).then(removed()).phase(.credentialsRemoved)
    #expect(confirmed.state.removal?.revokedAtProvider == true)
    #expect(confirmed.state.removal?.removed == story.state.removal?.removed)
    #expect(confirmed.state.unrevoked == nil)
    confirmed.when(day(3), removed()).rejected(.noGrant)
  }

  @Test("it needs the first, of the same reason, whose revocation was not confirmed")
  func confirmationNeedsFirst() {
    Story.authorizing.when(hour(1), removed()).rejected(.noGrant)
    let story = Story.active.given(hour(1), removed(revoked: false))
    story.when(day(2), removed(.offboarding)).rejected(.noGrant)
    story.when(day(2), removed(revoked: false)).rejected(.noGrant)
  }

  @Test("after a new consent elsewhere it changes nothing else")
  func confirmationAfterConsent() {
    let story = Story.active.given(hour(1), removed(revoked: false))
      .given(hour(2), started(second, at: hour(2)), callback(second))
      .given(hour(2), .approved(grant(second, company: theirs)))
    let confirmed = story.given(day(2), removed()).phase(.authorized)
    #expect(confirmed.state.grant == story.state.grant)
    #expect(confirmed.state.attempt == story.state.attempt)
    #expect(confirmed.state.unrevoked == nil)
  }

  /// The two look alike, so whoever confirms again after a crash gives the same record id.
  @Test("once it is confirmed, the same command is a removal like any other")
  func removalAfterConfirmation() {
    Story.active.given(hour(1), removed(revoked: false))
      .given(hour(2), started(second, at: hour(2)), callback(second))
      .given(hour(2), .approved(grant(second, company: theirs)))
      .given(day(2), removed())
      .when(day(3), removed()).then(removed()).phase(.credentialsRemoved)
  }

  @Test("a new consent of the same company ends the waiting for it")
  func consentEndsWaiting() {
    let story = Story.active.given(hour(1), removed(revoked: false))
      .given(hour(2), started(second, at: hour(2)), callback(second))
      .given(hour(2), .approved(grant(second)))
    #expect(story.state.unrevoked == nil)
    story.when(day(2), removed()).then(removed()).phase(.credentialsRemoved)
  }

  @Test("an attempt since does not end the waiting")
  func attemptKeepsWaiting() {
    Story.active.given(hour(1), removed(revoked: false))
      .given(hour(2), started(second, at: hour(2)))
      .when(hour(3), removed()).then(removed())
      .attempt(.expired)
  }
}
