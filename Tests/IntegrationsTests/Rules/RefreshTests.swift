import Integrations
import Testing

@Suite("Refreshes: of the grant that stands") struct RefreshTests {
  /// A refresh after which the refresh token expires then; the first grant's does on day 45.
  private func refreshed(expires: Timestamp?) -> Action {
    .approved(grant(first, .refresh, expires: expires))
  }

  @Test("a refresh that moves the refresh expiry by a day or more is recorded")
  func movesByADay() {
    Story.active.when(day(1), refreshed(expires: day(46))).then(refreshed(expires: day(46)))
    Story.active.when(day(1), refreshed(expires: day(46).justBefore)).thenNothing()
  }

  @Test("so is one that moves it back, for the grant ends sooner than the records say")
  func movesBack() {
    let story = Story.active.when(day(1), refreshed(expires: day(40)))
    #expect(story.decisions.map(\.action) == [refreshed(expires: day(40))])
  }

  @Test("so is one that leaves the grant without an expiry, or gives it one")
  func expiryAppears() {
    let without = Action.approved(grant(first, .refresh, access: day(2), expires: nil))
    let story = Story.active.when(day(1), without).then(without)
      .phase(.active, at: day(2).justBefore).phase(.grantExpired, at: day(2))
    story.when(day(2), refreshed(expires: day(47))).then(refreshed(expires: day(47)))
      .phase(.active, at: day(47).justBefore)
  }

  @Test("a refresh changes the expiry only: what is refused stays refused")
  func changesExpiryOnly() throws {
    let before = Story.denied.given(minute(4), saved(enabled: true))
    let after = before.when(day(7), refreshed(expires: day(52)))
      .then(refreshed(expires: day(52)))
      .phase(.permissionDenied)
    var expected = before.state
    expected.grant?.refreshTokenExpiresAt = day(52)
    expected.grant?.refreshed = try #require(after.state.grant?.refreshed)
    #expect(after.state == expected)
  }

  @Test("a refresh moves the moment at which the grant expires")
  func movesDeadline() {
    Story.active.phase(.active, at: day(45).justBefore).phase(.grantExpired, at: day(45))
    let story = Story.active.given(day(7), refreshed(expires: day(52)))
      .phase(.active, at: day(45)).phase(.grantExpired, at: day(52))
    #expect(story.state.deadline == day(52))
  }

  @Test("a failed refresh is recorded at once and then once a day")
  func failures() {
    let down = failed(nil, .refresh, .providerUnavailable)
    let story = Story.active.when(hour(1), down).then(down).phase(.active)
    story.when(hour(25).justBefore, down).thenNothing()
    story.when(hour(25), down).then(down)
    story.when(hour(2), failed(nil, .refresh, .refreshUnknown))
      .then(failed(nil, .refresh, .refreshUnknown))
    #expect(story.given(hour(25), down).finding(.providerDown)?.count == 2)
  }

  @Test("a refresh that ends a recorded failure is recorded, however little it moves")
  func endsFailure() {
    let again = refreshed(expires: day(45))
    Story.active.when(hour(2), again).thenNothing()
    let story = Story.active.given(hour(1), failed(nil, .refresh, .providerUnavailable))
      .when(hour(2), again)
      .then(again)
    story.finds()
  }

  @Test("a check that came to nothing is no refresh failure, so a refresh does not end it")
  func besideCheckFailure() throws {
    let story = Story.active.given(hour(1), failed(first, .check, .checkUnknown))
    let answer = try story.state.decide(refreshed(expires: day(45)), at: hour(2))
    #expect(answer.isEmpty)
  }

  @Test("a dead grant is recorded once a day and stays dead until somebody consents")
  func dead() {
    let dead = failed(nil, .refresh, .grantDead)
    let story = Story.active.when(hour(1), dead).then(dead).phase(.grantExpired)
    story.when(hour(2), refreshed(expires: day(46))).rejected(.grantIsDead)
    story.when(hour(25).justBefore, dead).thenNothing()
    story.when(hour(25), dead).then(dead)
    story.given(hour(25), .approved(grant(first, .recheck))).phase(.grantExpired)
    story.given(hour(2), started(second, at: hour(2)), callback(second))
      .when(hour(2), .reauthorized(grant(second)))
      .then(.reauthorized(grant(second)))
      .phase(.active)
  }

  @Test("nothing but a consent brings a dead grant back, also when its licence goes and comes")
  func deadAndUnlicensed() {
    let story = Story.active
      .given(hour(1), failed(nil, .refresh, .grantDead))
      .when(hour(2), failed(nil, .check, .licenceMissing))
      .when(hour(3), .approved(grant(first, .recheck)))
    story.phase(.grantExpired)
  }

  @Test("a refresh names the grant's attempt, or none, and needs a grant")
  func ofTheGrant() {
    let down = Failed.Reason.providerUnavailable
    Story(saved()).when(minute(1), refreshed(expires: day(46))).rejected(.noGrant)
    Story(saved()).when(minute(1), failed(nil, .refresh, down)).rejected(.noGrant)
    Story.active.when(hour(1), failed(second, .refresh, down)).rejected(.attemptOfGrant(first))
    Story.active.when(hour(1), failed(first, .refresh, down)).then(failed(first, .refresh, down))
  }
}
