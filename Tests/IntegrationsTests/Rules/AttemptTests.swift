import Integrations
import Testing

@Suite("Attempts: start, supersede, expire, give up") struct AttemptTests {
  @Test("an attempt is open until the moment it expires")
  func untilExpiry() {
    Story.authorizing
      .phase(.authorizing)
      .phase(.authorizing, at: minute(45).justBefore)
      .phase(.authorizationFailed, at: minute(45))
  }

  @Test("starting while an attempt is open first records that the old one is superseded")
  func startingSupersedes() {
    Story.authorizing.when(minute(5), started(second, at: minute(5)))
      .then(failed(first, .authorize, .superseded), started(second, at: minute(5)))
      .phase(.authorizing)
  }

  @Test("starting beside a grant supersedes the re-authorization that was open")
  func startingSupersedesBesideGrant() {
    Story.reauthorizing.when(hour(1), started(third, at: hour(1)))
      .then(failed(second, .callback, .superseded), started(third, at: hour(1)))
      .phase(.active)
  }

  @Test("starting after an attempt ended supersedes nothing")
  func startingAfterEnd() {
    Story.authorizing
      .given(minute(2), failed(first, .authorize, .abandoned))
      .when(minute(3), started(second, at: minute(3)))
      .then(started(second, at: minute(3)))
  }

  @Test("removal supersedes the re-authorization that was open")
  func removalSupersedes() {
    Story.reauthorizing.when(hour(1), removed())
      .then(failed(second, .callback, .superseded), removed())
      .phase(.credentialsRemoved)
      .attempt(.ended(.failed(.callback, .superseded)))
  }

  @Test("an attempt is started once")
  func startedOnce() {
    Story.authorizing.when(minute(1), started(first, at: minute(1))).rejected(.attemptNotNew(first))
    Story.active.when(minute(5), started(first, at: minute(5))).rejected(.attemptNotNew(first))
    Story.reauthorizing.when(hour(1), started(first, at: hour(1))).rejected(.attemptNotNew(first))
  }

  @Test("an attempt ends after its start and within a day, and asks for something")
  func wellFormed() {
    let story = Story(saved())
    story.when(minute(45), started(first, at: minute(0))).rejected(.attemptLifetime)
    story.when(minute(0), started(first, at: day(1))).rejected(.attemptLifetime)
    story.when(minute(0), started(first, at: minute(0), scopes: [])).rejected(.noScopes)
  }

  @Test("an attempt nobody comes back from is reported failed from the clock alone")
  func expiredUnrecorded() {
    let story = Story.authorizing.phase(.authorizationFailed, at: minute(45))
    #expect(story.state.deadline == minute(45))
    #expect(story.state.attemptState(at: minute(45)) == .expired)
  }

  @Test("the sweep records it as abandoned when it expires")
  func abandonedAtExpiry() {
    Story.authorizing.when(minute(45), failed(first, .authorize, .abandoned))
      .then(failed(first, .authorize, .abandoned))
      .phase(.authorizationFailed)
  }

  @Test("a start after the expiry records what the sweep did not, at the time it happened")
  func abandonedBeforeStart() {
    let story = Story.authorizing.when(hour(5), started(second, at: hour(5)))
      .then(failed(first, .authorize, .abandoned), started(second, at: hour(5)))
    #expect(story.decisions.map(\.time) == [minute(45), nil])
  }

  @Test("a start at the very moment of the expiry comes after it")
  func abandonedAtStart() {
    Story.authorizing.when(minute(45), started(second, at: minute(45)))
      .then(failed(first, .authorize, .abandoned), started(second, at: minute(45)))
    Story.authorizing.when(minute(45).justBefore, started(second, at: minute(45)))
      .then(failed(first, .authorize, .superseded), started(second, at: minute(45)))
  }

  @Test("an attempt that somebody came back to is superseded, also after its expiry")
  func answeredIsNotAbandoned() {
    Story.answered.when(hour(5), started(second, at: hour(5)))
      .then(failed(first, .callback, .superseded), started(second, at: hour(5)))
  }

  @Test("a removal after the expiry does so too")
  func abandonedBeforeRemoval() {
    let story = Story.active
      .given(hour(1), started(second, at: hour(1)))
      .when(hour(5), removed())
      .then(failed(second, .authorize, .abandoned), removed())
    #expect(story.decisions.map(\.time) == [minute(105), nil])
  }

  @Test("the administrator can give up at once")
  func givingUp() {
    Story.authorizing.when(minute(5), failed(first, .authorize, .abandoned))
      .then(failed(first, .authorize, .abandoned))
      .phase(.authorizationFailed)
      .when(minute(6), failed(first, .authorize, .abandoned))
      .rejected(.attemptNotOpen(first))
  }

  @Test("an expiry that is swept late is recorded at the time it happened")
  func sweptLate() {
    let story = Story.authorizing.when(hour(5), failed(first, .authorize, .abandoned))
    #expect(story.decisions.map(\.time) == [minute(45)])
  }

  @Test("an attempt beside a grant, running or failed, never hides the grant's phase")
  func besideGrant() {
    Story.reauthorizing
      .phase(.active).attempt(.open)
      .given(hour(1), failed(second, .exchange, .codeRejected))
      .phase(.active).attempt(.ended(.failed(.exchange, .codeRejected)))
    Story.denied.given(hour(1), started(second, at: hour(1)))
      .phase(.permissionDenied).phase(.permissionDenied, at: hour(2))
  }
}
