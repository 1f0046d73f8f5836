import Integrations
import Testing

/// Who is told to do what, where an attempt or a refresh fails beside a grant that stands.
@Suite struct RemedyTests {
  @Test(
    "no machine makes an attempt again: a failed re-authorization is a person's",
    arguments: [
      (Failed.Stage.exchange, Failed.Reason.providerUnavailable), (.check, .checkUnknown),
      (.callback, .scopeNotEnabled), (.exchange, .clientRejected),
    ])
  func attempt(_ stage: Failed.Stage, _ reason: Failed.Reason) {
    let found = Story.reauthorizing.given(hour(1), failed(second, stage, reason)).explanation()
    #expect(found.verdict == .healthy && found.advice.health == .healthy)
    #expect(found.also.count == 1)
    for further in found.also where !further.ways.isEmpty {
      let steps = further.ways.joined().map(\.text.english)
      #expect(steps.contains { $0.contains("Re-authorize") })
      #expect(!steps.contains { $0.contains("click Authorize") })
    }
  }

  @Test(
    "a refresh is made again by the server, whatever refused it",
    arguments: [
      Failed.Reason.providerUnavailable, .clientRejected, .unrecognised,
    ])
  func refresh(_ reason: Failed.Reason) {
    let found = Story.active.given(day(1), failed(first, .refresh, reason)).explanation()
    #expect(found.title.english == "acme could not be refreshed or checked.")
  }

  @Test("with a service account's grant nobody is told to choose a person's")
  func serviceAccount() {
    let failure = failed(second, .callback, .notSystemAdministrator)
    let beside = Story.serviceAuthorized
      .given(hour(1), started(second, at: hour(1), as: .service), callback(second, .error), failure)
      .explanation()
    #expect(beside.also.map(\.verdict).contains(.notSystemAdmin))
    #expect(
      !(beside.advice.ways + beside.also.flatMap(\.ways)).codes.joined().contains(
        .choosePersonsAccount))
    let alone = Story(
      IntegrationsTests.serviceAccount(true), started(first, at: minute(0), as: .service)
    )
    .given(minute(1), callback(first, .error), failed(first, .callback, .notSystemAdministrator))
    .explanation()
    #expect(alone.verdict == .notSystemAdmin && alone.advice.ways.count == 2)
  }
}
