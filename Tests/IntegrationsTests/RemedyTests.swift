import Integrations
import TestSupport
import Testing

/// Who is told to do what, where an attempt or a refresh fails beside a grant that stands.
@Suite struct RemedyTests {
  private func explanation(_ story: Story) -> Explanation {
    Explanation(of: story.state, .make("acme"), .fortnox, at: story.now, cited: [])
  }

  @Test(
    "no machine makes an attempt again: a failed re-authorization is a person's",
    arguments: [
      (Failed.Stage.exchange, Failed.Reason.providerUnavailable), (.check, .checkUnknown),
      (.callback, .scopeNotEnabled), (.exchange, .clientRejected),
    ])
  func attempt(_ stage: Failed.Stage, _ reason: Failed.Reason) {
    let found = explanation(
      Story.reauthorizing.given(hour(1), failed(second, stage, reason)))
    #expect(found.title.english == "acme was not re-authorized.")
    #expect(found.advice.retry != .automatic && found.advice.fixer != .nobody)
    let steps = found.advice.ways.joined().map(\.text.english)
    #expect(steps.contains { $0.contains("Re-authorize") })
    #expect(!steps.contains { $0.contains("click Authorize") })
  }

  @Test(
    "a refresh is made again by the server, whatever refused it",
    arguments: [
      Failed.Reason.providerUnavailable, .clientRejected, .unrecognised,
    ])
  func refresh(_ reason: Failed.Reason) {
    let found = explanation(Story.active.given(day(1), failed(first, .refresh, reason)))
    #expect(found.title.english == "acme could not be refreshed or checked.")
  }

  @Test("the company log gives a refresh's remedy, and not an attempt's")
  func line() {
    let text = "Wait a while"
    for (stage, says) in [(Failed.Stage.refresh, false), (.exchange, true)] {
      let line = CompanyLogLine(failed(first, stage, .providerUnavailable), .fortnox)
      #expect((line.remedy?.english.contains(text) ?? false) == says)
    }
  }

  @Test("with a service account's grant nobody is told to choose a person's")
  func serviceAccount() {
    let failure = failed(second, .callback, .notSystemAdministrator)
    let beside = explanation(
      Story.serviceAuthorized.given(hour(1), started(second, at: hour(1), as: .service))
        .given(hour(1), callback(second, .error), failure))
    #expect(beside.verdict == .notSystemAdmin && beside.advice.ways.count == 1)
    let alone = explanation(
      Story(IntegrationsTests.serviceAccount(true), started(first, at: minute(0), as: .service))
        .given(
          minute(1), callback(first, .error), failed(first, .callback, .notSystemAdministrator)))
    #expect(alone.advice.ways.count == 2)
  }
}
