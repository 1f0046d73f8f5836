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
}
