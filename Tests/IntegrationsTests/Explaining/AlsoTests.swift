import Integrations
import Testing

@Suite("Beside a living grant, and besides the verdict") struct AlsoTests {
  @Test(
    "what only a failed attempt saw is told beside a grant that works, and nobody must act",
    arguments: [
      (
        "invalid_client", Failed.Reason.clientRejected, VerdictCode.clientRefused,
        StepCode.mendClientCredentials
      ),
      ("invalid_scope", .scopeNotEnabled, .scopeNotEnabled, .enableScopesAtProvider),
      ("error_missing_app_license", .licenceMissing, .licenceMissing, .buyApp),
    ])
  func beside(
    _ error: String, _ reason: Failed.Reason, _ code: VerdictCode, _ step: StepCode
  ) {
    let story = Story.refusedBeside(error, reason)
    let explanation = story.explanation()
    #expect(explanation.verdict == .healthy && explanation.advice.health == .healthy)
    #expect(explanation.also.map(\.verdict) == [code])
    #expect(explanation.also.map(\.ways.codes) == [[[step, .reauthorize, .approve]]])
    // The callback's record and the failure's.
    #expect(explanation.also.map { $0.shownBy.map(\.number) } == [[6, 7]])
    let needed = story.given(hour(2), saved(.customers, .invoices, enabled: true)).explanation()
    #expect(needed.verdict == code && needed.advice.health == .action)
    #expect(needed.codes == [[step, .reauthorize, .approve]])
    #expect(needed.also.map(\.verdict) == [.scopeNotGranted])
  }

  @Test("a new consent meets all that failed attempts saw")
  func severalBeside() {
    let story = Story.refusedBeside("error_missing_app_license", .licenceMissing)
      .given(
        hour(2), started(third, at: hour(2)), callback(third, .error, error: "invalid_client"),
        failed(third, .callback, .clientRejected, error: "invalid_client"))
    let explanation = story.explanation()
    #expect(explanation.verdict == .healthy)
    #expect(Set(explanation.also.map(\.verdict)) == [.clientRefused, .licenceMissing])
    for further in explanation.also {
      #expect(
        further.ways.codes == [[.mendClientCredentials, .buyApp, .reauthorize, .approve]])
    }
    #expect(explanation.also.map(\.verdict) == [.clientRefused, .licenceMissing])
  }

  @Test(
    "what reached no layer is one sentence beside a living grant",
    arguments: [
      (Failed.Stage.callback, Failed.Reason.declined, VerdictCode.denied),
      (.exchange, .codeRejected, .codeRejected),
      (.exchange, .exchangeUnknown, .exchangeUnknown), (.check, .checkUnknown, .checkUnknown),
    ])
  func happening(_ stage: Failed.Stage, _ reason: Failed.Reason, _ code: VerdictCode) {
    let story = Story.reauthorizing.given(hour(1), failed(second, stage, reason))
    let explanation = story.explanation()
    #expect(explanation.verdict == .healthy && explanation.advice.health == .healthy)
    #expect(explanation.also.map(\.verdict) == [code])
    #expect(explanation.also.allSatisfy { $0.ways.isEmpty && $0.layer == .attempt })
    #expect(explanation.state.english.contains("The earlier authorization was left as it was."))
    let after = story.given(hour(2), .approved(grant(first, .refresh)))
    #expect(after.explanation().also.isEmpty)
  }

  @Test("other browsers, late answers and attempts under way are told so too")
  func arrivals() {
    let open = Story.active.given(hour(1), started(second, at: hour(1)))
    #expect(open.explanation().also.map(\.verdict) == [.pending])
    let elsewhere = open.given(hour(1), callback(second, .code, .otherBrowser))
    #expect(elsewhere.explanation().also.map(\.verdict) == [.otherBrowser])
    let late = open.given(hour(2), callback(second, .code, .expired))
    #expect(late.explanation().also.map(\.verdict) == [.stateExpired])
    #expect(open.explanation(at: hour(2)).also.map(\.verdict) == [.abandoned])
    let gaveUp = open.given(hour(1), failed(second, .authorize, .abandoned))
    #expect(gaveUp.explanation().also.map(\.verdict) == [.abandoned])
  }

  @Test("a refusal after it does not end what happened, for the grant was not found in order")
  func happeningBeforeRefusal() {
    let story = Story.reauthorizing.given(hour(1), failed(second, .exchange, .codeRejected))
      .given(hour(2), refused(.customers))
    #expect(story.explanation().verdict == .authorizerLacksRights)
    #expect(story.explanation().also.map(\.verdict) == [.codeRejected])
  }

  @Test("where a layer is bad, what happened comes last and without a way")
  func last() {
    let story = Story.refusedAttempt("invalid_client", .clientRejected).given(
      minute(5), started(second, at: minute(5)), callback(second, .error),
      failed(second, .callback, .declined))
    let explanation = story.explanation()
    #expect(explanation.verdict == .clientRefused)
    #expect(explanation.also.map(\.verdict) == [.denied])
    #expect(explanation.also.map(\.ways) == [[]])
  }

  @Test("where nothing is bad and no grant stands, what happened is the verdict")
  func alone() {
    let story = Story.authorizing.given(
      minute(5), callback(first, .error), failed(first, .callback, .declined))
    #expect(story.explanation().verdict == .denied && story.explanation().also.isEmpty)
  }

  @Test("all that is wrong stands there in the order of the journey")
  func order() {
    let story = Story.authorized
      .given(hour(1), refused(.customers))
      .given(hour(2), failed(nil, .refresh, .clientRejected))
      .given(hour(3), failed(nil, .refresh, .providerUnavailable))
      .given(hour(4), saved(.customers, .invoices))
    let explanation = story.explanation()
    #expect(explanation.verdict == .clientRefused)
    #expect(
      explanation.also.map(\.verdict) == [
        .scopeNotGranted, .authorizerLacksRights, .notEnabled, .providerDown,
      ])
    #expect(explanation.also.map(\.layer) == [.register, .register, .settings, .provider])
    #expect(explanation.also.allSatisfy { $0.ways.isEmpty })
  }
}
