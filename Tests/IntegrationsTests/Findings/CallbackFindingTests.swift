import Integrations
import Testing

@Suite("What an answer of the provider speaks of, whether or not it counts")
struct CallbackFindingTests {
  /// An answer with an error, by the verdict on it; no grant stands.
  private func answer(_ verdict: CallbackVerdict, _ error: String) -> Story {
    let answer = callback(first, .error, verdict, error: error)
    return switch verdict {
    case .accepted, .otherBrowser, .malformed: Story.authorizing.given(minute(2), answer)
    case .expired: Story.authorizing.given(minute(50), answer)
    case .alreadyUsed: Story.answered.given(minute(3), answer)
    case .closed: Story.authorizing.given(minute(1), started(second, at: minute(1)), answer)
    }
  }

  @Test("an error speaks whatever the verdict", arguments: CallbackVerdict.allCases)
  func whateverTheVerdict(_ verdict: CallbackVerdict) {
    let isOther = verdict == .otherBrowser
    for (error, kind) in [
      ("invalid_scope", Finding.Kind.scopeNotEnabled), ("invalid_client", .clientRefused),
      ("server_error", .providerDown), ("error_missing_license", .anyLicence),
      ("error_missing_app_license", .appNotBought), ("moon", .attemptUnrecognised),
    ] {
      answer(verdict, error).finds(isOther ? .likely(kind) : .certain(kind))
    }
  }

  @Test("a decline reaches no layer", arguments: CallbackVerdict.allCases)
  func decline(_ verdict: CallbackVerdict) {
    answer(verdict, "access_denied").finds()
  }

  @Test("from another browser an error says nothing beside a living grant")
  func otherBrowserBesideGrant() {
    let error = callback(second, .error, .otherBrowser, error: "invalid_client")
    let beside = Story.active.given(hour(1), started(second, at: hour(1)))
    beside.given(hour(1), error).finds()
    Story.active.given(day(46), started(second, at: day(46)), error).finds(.likely(.clientRefused))
  }

  @Test("beside one that is dead by the provider's word it speaks as without any")
  func otherBrowserBesideDeadGrant() {
    Story.active.given(hour(1), failed(nil, .refresh, .grantDead))
      .given(
        hour(2), started(second, at: hour(2)),
        callback(second, .error, .otherBrowser, error: "invalid_client")
      ).finds(.certain(.grantDead), .likely(.clientRefused))
  }

  @Test("from the right browser it speaks beside a living grant too")
  func besideGrant() {
    Story.active.given(
      hour(1), started(second, at: hour(1)), callback(second, .error, error: "invalid_client")
    ).finds(.certain(.clientRefused))
  }

  @Test("an answer with nothing in it may mean a locked account, unless its form was wrong")
  func empty() {
    Story.authorizing.given(minute(2), callback(first, .empty)).finds(.likely(.accountLocked))
    for (fault, isHeard) in [
      (CallbackFault?.none, true), (.noState, true), (.doubled, false),
      (.foreignIssuer, false), (.tooLong, false), (.notAnAnswer, false),
    ] {
      let story = Story.authorizing.given(
        minute(2), callback(first, .empty, .malformed, fault: fault))
      #expect(story.found == (isHeard ? [.likely(.accountLocked)] : []), "\(fault as Any)")
    }
    Story.authorizing.given(minute(2), callback(first, .empty, .otherBrowser)).finds()
  }

  @Test("the failure that follows, and a reload, tell of one and the same")
  func countedOnce() {
    let failure = failed(first, .callback, .clientRejected, error: "invalid_client")
    let reload = callback(first, .error, .alreadyUsed, error: "invalid_client")
    let story = Story.authorizing
      .given(minute(2), callback(first, .error, error: "invalid_client"), failure)
      .given(minute(3), reload)
      .finds(.certain(.clientRefused))
    #expect(story.finding(.clientRefused)?.count == 1)
  }

  @Test(
    "a closed page, a decline, another browser and a supersession touch nothing",
    arguments: [
      ("invalid_client", Failed.Reason.clientRejected, Finding.Kind.clientRefused),
      ("server_error", .providerUnavailable, .providerDown),
      ("invalid_scope", .scopeNotEnabled, .scopeNotEnabled),
    ])
  func touchNothing(_ error: String, _ reason: Failed.Reason, _ kind: Finding.Kind) {
    let refused = Story.refusedAttempt(error, reason)
      .given(minute(3), started(second, at: minute(3)))
    let stories = [
      refused.given(minute(4), callback(second, .code, .otherBrowser)),
      refused.given(minute(48), failed(second, .authorize, .abandoned)),
      refused.given(minute(4), callback(second, .error), failed(second, .callback, .declined)),
      refused.given(minute(4), started(third, at: minute(4))),
      refused.given(minute(4), callback(second)),
    ]
    for story in stories { story.finds(.certain(kind)) }
  }
}
