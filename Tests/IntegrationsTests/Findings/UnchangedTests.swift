import Integrations
import Testing

@Suite("Unchanged is what would change no finding") struct UnchangedTests {
  private func refresh(_ accountType: AccountType = .user) -> Action {
    .approved(grant(first, .refresh, as: accountType))
  }

  private let recheck = Action.approved(grant(first, .recheck))

  @Test(
    "after anything bad of the grant the next refresh is recorded, and the one after it is not",
    arguments: [
      failed(nil, .refresh, .providerUnavailable), failed(nil, .refresh, .clientRejected),
      failed(nil, .refresh, .licenceMissing), failed(nil, .refresh, .refreshUnknown),
      failed(nil, .refresh, .unrecognised, words: "moon"),
      failed(nil, .refresh, .unrecognised, credentials: .missing),
      failed(nil, .refresh, .unrecognised, credentials: .unreadable),
    ])
  func afterFailure(_ failure: Action) {
    Story.active.when(hour(2), refresh()).thenNothing()
    Story.active.given(hour(1), failure).when(hour(2), refresh()).then(refresh())
      .when(hour(3), refresh()).thenNothing()
  }

  @Test(
    "after anything bad of a register the next open recheck is recorded, and no other",
    arguments: [
      refused(.customers), refused(.customers, own: .licence),
      failed(first, .check, .checkUnknown), failed(first, .check, .providerUnavailable),
      failed(first, .check, .unrecognised, words: "moon", registers: [.customers]),
    ])
  func afterRefusal(_ refusal: Action) {
    Story.active.when(hour(2), recheck).thenNothing()
    Story.active.given(hour(1), refusal).when(hour(2), recheck).then(recheck)
      .when(hour(3), recheck).thenNothing()
  }

  @Test(
    "after a failed attempt the next success is recorded, whichever comes first",
    arguments: [
      (Failed.Stage.authorize, Failed.Reason.abandoned), (.callback, .declined),
      (.exchange, .codeRejected), (.exchange, .providerUnavailable), (.check, .checkUnknown),
    ])
  func afterAttempt(_ stage: Failed.Stage, _ reason: Failed.Reason) {
    let story = Story.reauthorizing.given(hour(1), failed(second, stage, reason))
    story.when(hour(2), refresh()).then(refresh()).when(hour(3), refresh()).thenNothing()
    story.when(hour(2), recheck).then(recheck).when(hour(3), recheck).thenNothing()
  }

  @Test(
    "the first refresh in six days is recorded, of a person and of a service account",
    arguments: AccountType.allCases)
  func sixDays(_ accountType: AccountType) {
    let story = accountType == .user ? Story.active : .serviceAuthorized
    let next = minute(3).adding(seconds: 6 * 86_400)
    story.when(next.justBefore, refresh(accountType)).thenNothing()
    story.when(next, refresh(accountType)).then(refresh(accountType))
      .when(next.adding(seconds: 3600), refresh(accountType)).thenNothing()
  }

  @Test("a recheck does not show the grant alive, so the six days are counted without it")
  func recheckIsNoProof() {
    let next = minute(3).adding(seconds: 6 * 86_400)
    Story.active.given(day(5), recheck).when(next, refresh()).then(refresh())
  }

  @Test(
    "an unchanged refusal or failure is recorded once a day",
    arguments: [
      refused(.customers), refused(.customers, code: nil, message: "-", own: .licence),
      failed(nil, .refresh, .clientRejected), failed(nil, .refresh, .refreshUnknown),
      failed(nil, .refresh, .licenceMissing), failed(nil, .refresh, .grantDead),
      failed(nil, .refresh, .unrecognised, words: "moon"),
      failed(first, .check, .checkUnknown), failed(first, .check, .providerUnavailable),
      failed(first, .check, .unrecognised, words: "moon", registers: [.customers]),
      failed(nil, .refresh, .unrecognised, credentials: .missing),
      failed(nil, .refresh, .unrecognised, credentials: .unreadable),
    ])
  func onceADay(_ bad: Action) {
    let story = Story.active.when(hour(1), bad).then(bad)
    #expect(Set(story.state.findings.all.map(\.count)) == [1])
    story.when(hour(25).justBefore, bad).thenNothing()
    let again = story.when(hour(25), bad).then(bad)
    #expect(Set(again.state.findings.all.map(\.count)) == [2])
    #expect(Set(again.state.findings.all.map(\.first.time)) == [hour(1)])
    again.when(hour(26), bad).thenNothing()
  }

  @Test("credentials that are missing and then cannot be opened are a change")
  func credentials() {
    let missing = failed(nil, .refresh, .unrecognised, credentials: .missing)
    let unreadable = failed(nil, .refresh, .unrecognised, credentials: .unreadable)
    Story.active.given(hour(1), missing).when(hour(2), unreadable).then(unreadable)
      .finds(.certain(.credentialsUnreadable))
  }

  @Test("other registers refused, or the same for another reason, are a change")
  func changedRefusal() {
    let story = Story.active.given(hour(1), refused(.customers))
    for other in [
      refused(.projects), refused(.customers, code: 2_001_101, message: "Ingen aktiv licens"),
      failed(first, .check, .unrecognised, words: "moon", registers: [.customers]),
    ] {
      story.when(hour(2), other).then(other)
    }
  }

  @Test("a refusal that comes back after a success is recorded at once")
  func comesBack() {
    Story.active.given(hour(1), refused(.customers)).given(hour(2), recheck)
      .when(hour(3), refused(.customers)).then(refused(.customers))
  }
}
