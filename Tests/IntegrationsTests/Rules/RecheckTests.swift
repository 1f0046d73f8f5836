import Integrations
import Testing

@Suite("Rechecks: of the grant that stands") struct RecheckTests {
  private let open = Action.approved(grant(first, .recheck))

  @Test("a recheck that finds every register open is approved and ends the refusals")
  func endsRefusals() {
    Story.denied.when(minute(4), open).then(open).phase(.authorized)
  }

  @Test("a recheck names the attempt that the grant came from")
  func attemptOfGrant() {
    Story.denied.when(minute(4), .approved(grant(second, .recheck)))
      .rejected(.attemptOfGrant(first))
    Story.denied.when(minute(4), refused(.customers, attempt: second))
      .rejected(.attemptOfGrant(first))
  }

  @Test(
    "a recheck that does not find every register open is not approved", arguments: [false, nil])
  func notOpen(answer: Bool?) {
    Story.denied.when(minute(4), .approved(grant(first, .recheck, open: answer)))
      .rejected(.recheckNotOpen)
  }

  @Test("nor is one that asked for no register")
  func nothingAsked() {
    var recheck = grant(first, .recheck)
    recheck.checks = []
    Story.denied.when(minute(4), .approved(recheck)).rejected(.recheckNotOpen)
  }

  @Test("one that finds refusals is permissionDenied")
  func findsRefusals() {
    Story.active.when(hour(1), refused(.customers)).then(refused(.customers))
      .phase(.permissionDenied)
  }

  @Test("refusals that changed are recorded at once, and replace those before")
  func changedRefusals() {
    let story = Story.denied.when(minute(4), refused(.customers, .projects))
      .then(refused(.customers, .projects))
    #expect(Set(story.state.findings.all.map(\.register)) == [.customers, .projects])
    Story.denied.when(minute(4), refused(.customers, own: .licence))
      .then(refused(.customers, own: .licence))
    Story.denied.when(minute(4), refused(.customers, code: 2_000_663))
      .then(refused(.customers, code: 2_000_663))
  }

  @Test("unchanged refusals are recorded once a day")
  func unchangedRefusals() {
    let next = minute(24 * 60 + 3)
    Story.denied.when(next.justBefore, refused(.customers)).thenNothing()
    let story = Story.denied.when(next, refused(.customers)).then(refused(.customers))
    let finding = story.finding(.registerRight)
    #expect(finding?.count == 2)
    #expect(finding?.first.time == minute(3))
    #expect(finding?.latest.time == next)
  }

  @Test("other words for the same refusal are no change; words that tell less are one")
  func otherWords() {
    let same = "Användaren saknar behörighet för kundregister."
    Story.denied.when(minute(4), refused(.customers, message: same)).thenNothing()
    let less = refused(.customers, message: "Behörighet saknas")
    Story.denied.when(minute(4), less).then(less)
  }

  @Test("an open recheck that ends nothing is recorded once a day")
  func unchangedOpen() {
    let next = minute(24 * 60 + 3)
    Story.active.when(next.justBefore, open).thenNothing()
    Story.active.when(next, open).then(open)
  }

  @Test("a check without an answer is recorded at once and then once a day")
  func unanswered() {
    let unknown = failed(first, .check, .checkUnknown)
    let story = Story.active.when(hour(1), unknown).then(unknown).phase(.active)
    story.when(hour(25).justBefore, unknown).thenNothing()
    story.when(hour(25), unknown).then(unknown)
    story.when(hour(2), open).then(open)
  }

  @Test("the same failure of a check and of a refresh are two")
  func sameReasonElsewhere() {
    let check = failed(nil, .check, .providerUnavailable)
    Story.active.given(hour(1), failed(nil, .refresh, .providerUnavailable))
      .when(hour(1), check).then(check)
  }

  @Test("a recheck ends an outage that a refresh met, and tells nothing of a lost answer")
  func besideRefreshFailure() {
    Story.active.given(hour(1), failed(nil, .refresh, .providerUnavailable))
      .when(hour(2), open).then(open).finds()
    Story.active.given(hour(1), failed(nil, .refresh, .refreshUnknown))
      .when(hour(2), open).finds(.likely(.answerLost))
  }

  @Test("a licence that is gone ends the grant until a check finds it again")
  func licence() {
    Story.active.given(hour(1), failed(nil, .check, .licenceMissing))
      .phase(.grantExpired)
      .when(hour(2), open).then(open)
      .phase(.active)
  }

  @Test("a recheck is of the grant as it was given, and needs one")
  func ofTheGrant() {
    Story(saved()).when(minute(1), open).rejected(.noGrant)
    Story(saved()).when(minute(1), refused(.customers)).rejected(.noGrant)
    Story.active.when(hour(1), .approved(grant(first, .recheck, company: theirs)))
      .rejected(.notTheGrant)
    Story.active.when(hour(1), .approved(grant(first, .recheck, as: .service)))
      .rejected(.notTheGrant)
    var wider = grant(first, .recheck)
    wider.scopes.append("project")
    Story.active.when(hour(1), .approved(wider)).rejected(.notTheGrant)
    Story.active.when(hour(1), .reauthorized(grant(first, .recheck))).rejected(.viaNotConsent)
  }
}
