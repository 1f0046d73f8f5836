import Integrations
import Testing

@Suite("What a check speaks of: each register that answered") struct CheckFindingTests {
  private static let both = [check(.customers, true), check(.projects, true)]

  /// A grant for customers and projects, whose consent's checks answered so.
  private func granted(_ checks: [Approval.Check]) -> Story {
    let scopes = ["companyinformation", "customer", "project"]
    return Story(saved(.customers, .projects), started(first, at: minute(0), scopes: scopes))
      .given(minute(2), callback(first))
      .given(minute(3), .approved(grant(first, scopes: scopes, checks: checks)))
  }

  private func recheck(_ checks: [Approval.Check]) -> Action {
    .approved(
      grant(first, .recheck, scopes: ["companyinformation", "customer", "project"], checks: checks))
  }

  @Test("inside a consent: open, refused, or no answer")
  func consent() {
    let story = granted([check(.customers, true), check(.projects, false)])
      .finds(.likely(.registerUnknown, .projects)).phase(.permissionDenied)
    #expect(story.state.grant?.open == Registers([.customers]))
    let silent = granted([check(.customers, true), check(.projects, nil)]).finds()
      .phase(.authorized)
    #expect(silent.state.grant?.open == Registers([.customers]))
  }

  @Test("the refusal that follows brings the words to what the check has shown")
  func words() {
    granted([check(.customers, false), check(.projects, true)])
      .given(minute(3), refused(.customers))
      .finds(.certain(.registerRight, .customers))
  }

  @Test("a refusal's record tells of the registers beside it too")
  func besideRefusal() {
    let story = granted([check(.customers, false), check(.projects, false)])
      .given(
        minute(3),
        refused(.customers, checks: [check(.customers, false), check(.projects, true)])
      ).finds(.certain(.registerRight, .customers))
    #expect(story.state.grant?.open == Registers([.projects]))
  }

  @Test("a refusal's record without checks tells of the refused alone")
  func refusalAlone() {
    granted(Self.both).given(minute(3), refused(.customers)).given(minute(4), refused(.projects))
      .finds(.certain(.registerRight, .customers), .certain(.registerRight, .projects))
  }

  @Test("a check that finds a register open ends its refusal, and no other's")
  func opened() {
    let story = granted(Self.both).given(minute(3), refused(.customers, .projects))
    let some = refused(
      .projects, checks: [check(.customers, true), check(.projects, false)])
    story.given(minute(4), some).finds(.certain(.registerRight, .projects))
    story.given(minute(4), recheck(Self.both)).finds().phase(.authorized)
  }

  @Test("an answer that is not understood is one about its registers alone")
  func notUnderstood() {
    let strange = failed(first, .check, .unrecognised, words: "moon", registers: [.projects])
    let story = granted(Self.both).given(minute(5), strange)
      .finds(.certain(.registerUnknown, .projects)).phase(.permissionDenied)
    #expect(story.state.grant?.open == Registers([.customers]))
    story.given(minute(6), recheck(Self.both)).finds()
  }

  @Test("a check without any answer refuses nothing, and is over with the next answer")
  func unanswered() {
    let story = granted(Self.both)
      .given(minute(5), failed(first, .check, .checkUnknown))
      .finds(.certain(.unanswered)).phase(.authorized)
    #expect(story.finding(.unanswered)?.count == 1)
    story.given(minute(6), recheck(Self.both)).finds()
    story.given(minute(6), refused(.customers)).finds(.certain(.registerRight, .customers))
  }

  @Test("registers that answered show the provider there and our credentials in use")
  func use() {
    for failure in [
      failed(nil, .refresh, .providerUnavailable),
      failed(nil, .refresh, .unrecognised, credentials: .unreadable),
      failed(nil, .check, .licenceMissing),
    ] {
      granted(Self.both).given(minute(5), failure).given(minute(6), recheck(Self.both)).finds()
    }
    granted(Self.both).given(minute(5), failed(nil, .refresh, .clientRejected))
      .given(minute(6), refused(.customers))
      .finds(.certain(.clientRefused), .certain(.registerRight, .customers))
  }

  @Test("a register that is not to be transferred any more denies nothing")
  func noLongerTransferred() {
    granted(Self.both).given(minute(3), refused(.projects))
      .phase(.permissionDenied)
      .given(minute(4), saved(.customers, enabled: true))
      .phase(.active)
      .given(minute(5), saved(.customers, .projects, enabled: true))
      .phase(.permissionDenied)
  }

  @Test("its refusal is no cause of anything either")
  func noCause() {
    let story = granted(Self.both).given(minute(3), refused(.projects))
      .given(minute(4), saved(.customers, enabled: true))
    #expect(story.explanation().verdict == .healthy)
    #expect(story.explanation().also.isEmpty)
  }
}
