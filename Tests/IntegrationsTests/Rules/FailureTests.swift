import Integrations
import Testing

@Suite("Failures of an attempt") struct FailureTests {
  /// The stages that each reason can occur at, from what the reasons mean.
  private static let stages: KeyValuePairs<Failed.Reason, Set<Failed.Stage>> = [
    .declined: [.callback],
    .licenceMissing: [.authorize, .callback, .exchange, .refresh, .check],
    .notSystemAdministrator: [.callback],
    .scopeNotEnabled: [.authorize, .callback, .exchange, .check],
    .clientRejected: [.authorize, .callback, .exchange, .refresh, .check],
    .emptyCallback: [.callback],
    .codeRejected: [.exchange],
    .exchangeUnknown: [.exchange],
    .grantDead: [.refresh, .check],
    .refreshUnknown: [.refresh],
    .wrongCompany: [.exchange, .check],
    .checkUnknown: [.check],
    .abandoned: [.authorize],
    .superseded: [.authorize, .callback, .exchange, .check],
    .providerUnavailable: [.authorize, .callback, .exchange, .refresh, .check],
    .unrecognised: [.authorize, .callback, .exchange, .refresh, .check],
  ]

  @Test("every reason occurs at its own stages and is refused at the others")
  func reasonsAndStages() {
    #expect(Self.stages.map(\.key) == Failed.Reason.allCases)
    for (reason, stages) in Self.stages {
      for stage in Failed.Stage.allCases {
        let attempt = stage == .refresh ? nil : second
        let story = Story.reauthorizing.when(hour(1), failed(attempt, stage, reason))
        if stages.contains(stage) {
          story.then(failed(attempt, stage, reason))
        } else {
          story.rejected(.reasonNotAtStage(reason, stage))
        }
      }
    }
  }

  @Test("a failed attempt without a grant is authorizationFailed until the next one")
  func phase() {
    Story.authorizing.given(minute(2), callback(first, .error))
      .when(minute(2), failed(first, .callback, .declined))
      .then(failed(first, .callback, .declined))
      .phase(.authorizationFailed)
      .given(minute(3), started(second, at: minute(3)))
      .phase(.authorizing)
  }

  @Test("what the provider says and nobody knows is unrecognised and keeps its words")
  func unrecognised() {
    let words = Action.failed(
      Failed(
        attempt: first, stage: .exchange, reason: .unrecognised, providerError: "invalid_moon",
        providerMessage: "Fel månfas", httpStatus: 418))
    Story.answered.when(minute(3), words).then(words).phase(.authorizationFailed)
  }

  @Test("an attempt fails in its callback only after one, in the exchange only after a code")
  func stagesInOrder() {
    Story.authorizing.when(minute(1), failed(first, .callback, .declined))
      .rejected(.noCallbackAccepted)
    Story.authorizing.given(minute(1), callback(first, .error))
      .when(minute(2), failed(first, .exchange, .codeRejected))
      .rejected(.noCodeAccepted)
    Story.authorizing.when(minute(1), failed(first, .check, .checkUnknown))
      .rejected(.noCodeAccepted)
  }

  @Test("only the open attempt fails, and once")
  func onlyOpen() {
    Story.authorizing.when(minute(1), failed(second, .authorize, .abandoned))
      .rejected(.attemptNotOpen(second))
    Story.answered.given(minute(3), failed(first, .exchange, .codeRejected))
      .when(minute(4), failed(first, .exchange, .exchangeUnknown))
      .rejected(.attemptNotOpen(first))
    Story.authorized.when(minute(4), failed(first, .exchange, .codeRejected))
      .rejected(.attemptNotOpen(first))
  }

  @Test("a failure that belongs to an attempt says which one")
  func namesAttempt() {
    Story(saved()).when(minute(1), failed(nil, .callback, .declined))
      .rejected(.attemptNotNamed)
    let story = Story.authorizing.when(minute(1), failed(nil, .authorize, .providerUnavailable))
    #expect(story.rejection != nil)
    #expect(story.rejection != .attemptNotOpen(first))
  }
}
