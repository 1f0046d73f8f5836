import Integrations
import Testing

@Suite("What a refresh speaks of, and what it does not") struct RefreshFindingTests {
  private let refresh = Action.approved(grant(first, .refresh, expires: day(48)))

  @Test("client, provider, grant, vault and the licence Integration are in order again")
  func shown() {
    for (failure, kind) in [
      (failed(nil, .refresh, .clientRejected), Finding.Kind.clientRefused),
      (failed(nil, .refresh, .providerUnavailable), .providerDown),
      (failed(nil, .refresh, .licenceMissing, error: "2001103"), .integrationLicence),
      (failed(nil, .refresh, .licenceMissing), .anyLicence),
      (failed(nil, .refresh, .refreshUnknown), .answerLost),
      (failed(nil, .refresh, .unrecognised, words: "moon"), .grantUnrecognised),
      (failed(nil, .refresh, .unrecognised, credentials: .missing), .credentialsMissing),
      (failed(nil, .refresh, .unrecognised, credentials: .unreadable), .credentialsUnreadable),
    ] {
      let story = Story.active.given(day(1), failure)
      #expect(story.found.map(\.kind) == [kind])
      story.given(day(3), refresh).finds()
    }
  }

  @Test("a 2xx that cannot be used has spent the token all the same")
  func unusable() {
    let strange = failed(nil, .refresh, .unrecognised, words: "moon", status: 200)
    Story.active.given(day(1), strange)
      .finds(.certain(.grantUnrecognised), .likely(.answerLost))
      .given(day(3), refresh).finds()
  }

  @Test("of registers, scopes, account and approver it says nothing")
  func notShown() {
    Story.denied.given(day(3), refresh).finds(.certain(.registerRight, .customers))
    let beside = Story.active.given(hour(1), started(second, at: hour(1)))
    for error in ["invalid_scope", "error_missing_app_license"] {
      let story = beside.given(hour(1), callback(second, .error, error: error))
      let before = story.found
      #expect(before.count == 1)
      #expect(story.given(day(3), refresh).found == before)
    }
    beside.given(hour(1), callback(second, .empty)).given(day(3), refresh)
      .finds(.likely(.accountLocked))
  }

  @Test("a licence that was missing at an attempt, and is not Integration, is one of a scope")
  func bareLicence() {
    Story.active.given(
      hour(1), started(second, at: hour(1)),
      callback(second, .error, error: "error_missing_license")
    )
    .finds(.certain(.anyLicence))
    .given(day(3), refresh).finds(.likely(.scopeLicence))
  }

  @Test("what a register was refused for want of Integration is in doubt after it")
  func refusedForIntegration() {
    Story.active.given(hour(1), refused(.customers, code: 2_001_103, message: "Api-licens saknas"))
      .finds(.certain(.registerIntegrationLicence, .customers))
      .given(day(3), refresh)
      .finds(.likely(.registerIntegrationLicence, .customers))
  }

  @Test("a dead grant ends with the records of a consent alone")
  func dead() {
    Story.active.given(hour(1), failed(nil, .refresh, .grantDead)).finds(.certain(.grantDead))
      .when(hour(2), refresh).rejected(.grantIsDead)
  }

  @Test("registers that a refresh asked count as a check")
  func checks() {
    let asked = grant(first, .refresh, checks: [check(.customers, false)], expires: day(48))
    Story.active.given(day(3), .approved(asked)).finds(.likely(.registerUnknown, .customers))
  }
}
