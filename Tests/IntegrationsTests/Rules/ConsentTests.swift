import Integrations
import Testing

@Suite("Consents: approved or reauthorized") struct ConsentTests {
  @Test("a consent without a grant is approved")
  func approved() {
    Story.answered.when(minute(3), .approved(grant(first)))
      .then(.approved(grant(first)))
      .phase(.authorized).attempt(.ended(.approved))
    Story.answered.when(minute(3), .reauthorized(grant(first))).rejected(.noGrant)
  }

  @Test("a consent while a grant stands is reauthorized and replaces it")
  func reauthorized() {
    let story = Story.reauthorizing
      .when(hour(1), .reauthorized(grant(second, expires: day(46))))
      .then(.reauthorized(grant(second, expires: day(46))))
      .phase(.active).attempt(.ended(.approved))
    #expect(story.state.grant?.attempt == second)
    #expect(story.state.grant?.refreshTokenExpiresAt == day(46))
    Story.reauthorizing.when(hour(1), .approved(grant(second))).rejected(.grantStands)
  }

  @Test("so it is when the grant is dead, past its expiry, without licence or refused")
  func reauthorizedOverBadGrants() {
    let bad = [
      Story.active.given(hour(1), failed(nil, .refresh, .grantDead)),
      Story.active.given(hour(1), failed(nil, .check, .licenceMissing)),
      Story.active.given(hour(1), refused(.customers)),
      Story.active.given(day(46)),
    ]
    for story in bad {
      let start = story.now
      let fresh = grant(second, expires: day(90))
      story.given(start, started(second, at: start), callback(second))
        .when(start, .reauthorized(fresh))
        .then(.reauthorized(fresh))
        .phase(.active)
    }
  }

  @Test("a consent is approved whatever the checks say", arguments: [true, false, nil])
  func whateverTheChecks(open: Bool?) {
    let consent = Action.approved(grant(first, open: open))
    Story.answered.when(minute(3), consent).then(consent)
      .phase(open == false ? .permissionDenied : .authorized)
  }

  @Test("refusals follow in the same append")
  func refusalsFollow() {
    Story.answered
      .given(minute(3), .approved(grant(first, open: false)))
      .when(minute(3), refused(.customers))
      .then(refused(.customers))
      .phase(.permissionDenied)
  }

  @Test("the refusals that follow a new consent replace the earlier ones")
  func refusalsReplace() {
    let consented = Story.denied.given(
      hour(1), started(second, at: hour(1)), callback(second),
      .reauthorized(grant(second)))
    consented.finds()
    let story = consented.when(hour(1), refused(.projects, attempt: second))
      .then(refused(.projects, attempt: second))
      .phase(.authorized)
    #expect(story.state.findings.all.map(\.register) == [.projects])
    #expect(story.state.findings.all.map(\.count) == [1])
  }

  @Test("a consent needs the open attempt, and its code")
  func codeNeeded() {
    let consent = Action.approved(grant(first))
    Story.authorizing.when(minute(3), consent).rejected(.noCodeAccepted)
    Story.authorizing.given(minute(2), callback(first, .error))
      .when(minute(3), consent).rejected(.noCodeAccepted)
    Story.answered.given(minute(2), failed(first, .exchange, .codeRejected))
      .when(minute(3), consent).rejected(.attemptNotOpen(first))
    Story.answered.when(minute(3), .approved(grant(second))).rejected(.attemptNotOpen(second))
  }

  @Test("a consent has the kind of account that its attempt asked for")
  func kindOfAttempt() {
    Story.answered.when(minute(3), .approved(grant(first, as: .service)))
      .rejected(.accountTypeNotChosen(chosen: .user))
  }

  @Test("a consent may be exchanged after the expiry, when its callback came in time")
  func exchangedLate() {
    Story.answered.phase(.authorizationFailed, at: minute(45))
      .when(minute(46), .approved(grant(first)))
      .then(.approved(grant(first)))
      .phase(.authorized)
  }

  @Test("a consent of another Fortnox company is refused, and recorded as wrongCompany")
  func wrongCompany() {
    let story = Story.reauthorizing
    story.when(hour(1), .reauthorized(grant(second, company: theirs)))
      .rejected(.wrongCompany(expected: ours))
    let ended = story.when(hour(1), failed(second, .check, .wrongCompany))
      .then(failed(second, .check, .wrongCompany))
      .phase(.active).attempt(.ended(.failed(.check, .wrongCompany)))
    #expect(ended.state.grant == story.state.grant)
  }

  @Test("the first consent decides the company, so it cannot be the wrong one")
  func noWrongCompanyWithoutGrant() {
    Story.answered.when(minute(3), failed(first, .check, .wrongCompany)).rejected(.noGrant)
    Story.active.given(hour(1), removed())
      .given(hour(2), started(second, at: hour(2)), callback(second))
      .when(hour(2), .approved(grant(second, company: theirs)))
      .then(.approved(grant(second, company: theirs)))
  }

  @Test("a failed re-authorization leaves the old grant as it was")
  func failedReauthorization() {
    let story = Story.reauthorizing
    let failures: [(Failed.Stage, Failed.Reason)] = [
      (.authorize, .abandoned), (.callback, .declined), (.callback, .licenceMissing),
      (.exchange, .codeRejected), (.exchange, .exchangeUnknown), (.check, .checkUnknown),
      (.exchange, .providerUnavailable),
    ]
    for (stage, reason) in failures {
      let ended = story.when(hour(1), failed(second, stage, reason))
        .then(failed(second, stage, reason))
        .phase(.active).attempt(.ended(.failed(stage, reason)))
      #expect(ended.state.grant == story.state.grant)
    }
  }

  @Test("company information that stays unreadable until the expiry ends as checkUnknown")
  func unreadableCompany() {
    Story.answered.when(minute(45), failed(first, .check, .checkUnknown))
      .then(failed(first, .check, .checkUnknown))
      .phase(.authorizationFailed)
  }
}
