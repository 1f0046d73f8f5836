import Integrations
import TestSupport
import Testing

@Suite("HEALTHY: how sure, and what has not answered") struct HealthTests {
  private func granted(_ transfers: Register..., checks: [Approval.Check]) -> Explanation {
    let scopes = ["companyinformation"] + transfers.map(\.scope)
    let settings = Action.configured(
      Configured(transfers: Registers(transfers), enabled: true))
    return Story(started(first, at: minute(0), scopes: scopes)).given(minute(2), callback(first))
      .given(minute(3), .approved(grant(first, scopes: scopes, checks: checks)))
      .given(minute(4), settings).explanation()
  }

  @Test("it is certain where each register to transfer has answered that it is open")
  func certain() {
    let explanation = Story.active.explanation()
    #expect(explanation.verdict == .healthy && explanation.advice.confidence == .certain)
    #expect(explanation.advice.unknown.isEmpty && explanation.codes == [])
    #expect(explanation.title.english == "acme is connected to Fortnox and works.")
    #expect(explanation.since == minute(3) && explanation.last == minute(3))
    #expect(explanation.shownBy.map(\.number) == [3])
  }

  @Test("a register that gave no answer makes it likely, says so, and is asked again")
  func silent() {
    let explanation = granted(
      .customers, .projects, checks: [check(.customers, true), check(.projects, nil)])
    #expect(explanation.verdict == .healthy && explanation.advice.confidence == .likely)
    #expect(
      explanation.advice.unknown.map(\.english) == [
        "Whether projects can be transferred: no answer since 2026-11-03 09:03 UTC."
      ])
    #expect(explanation.codes == [[.checkAgain]])
    #expect(
      explanation.title.english == "acme is connected to Fortnox, and nothing is known to be wrong."
    )
  }

  @Test("a register of which nothing can be asked makes it likely too, and has no way")
  func unaskable() {
    let explanation = granted(.customers, .attachments, checks: [check(.customers, true)])
    #expect(explanation.advice.confidence == .likely)
    #expect(
      explanation.advice.unknown.map(\.english) == [
        "Whether attachments can be transferred: Fortnox has nothing to ask."
      ])
    #expect(explanation.codes == [])
  }

  @Test("a check that came to nothing makes it likely, from the first time on")
  func unanswered() {
    let unknown = failed(first, .check, .checkUnknown)
    let story = Story.active.given(hour(1), unknown)
    #expect(story.explanation().verdict == .healthy)
    #expect(story.explanation().advice.confidence == .likely)
    #expect(story.explanation().codes == [[.checkAgain]])
    let again = story.given(hour(25), unknown).explanation()
    #expect(
      again.advice.unknown.map(\.english) == [
        "Whether customers can be transferred: no answer since 2026-11-03 10:00 UTC."
      ])
  }

  @Test("two quiet weeks of a grant that has an end are a warning, and health is certain")
  func quiet() {
    let explanation = Story.active.explanation(at: day(15))
    #expect(explanation.warnings.map(\.code) == [.quiet])
    #expect(explanation.advice.confidence == .certain)
    #expect(explanation.codes == [] && explanation.advice.unknown.isEmpty)
  }

  @Test("a service account's grant has no end, so quiet makes it likely, with a way to hear of it")
  func quietService() {
    let story = Story(saved(), serviceAccount(true), started(first, at: minute(0), as: .service))
      .given(minute(2), callback(first))
      .given(minute(3), .approved(grant(first, as: .service, expires: nil)))
      .given(minute(4), saved(enabled: true))
    #expect(story.explanation(at: day(13)).advice.confidence == .certain)
    let quiet = story.explanation(at: day(15))
    #expect(quiet.advice.confidence == .likely && quiet.codes == [[.checkAgain]])
    #expect(
      quiet.advice.unknown.map(\.english) == [
        "Whether it still works: nothing was recorded since 2026-11-03 09:03 UTC."
      ])
  }

  @Test("what a refusal rules out is told with the record that shows it")
  func ruledOut() {
    let explanation = Story.active.given(hour(1), refused(.customers)).explanation()
    #expect(explanation.ruledOut.map(\.layer) == [.company, .register, .grant])
    #expect(explanation.ruledOut.map(\.shownBy.number) == [3, 3, 5])
    #expect(explanation.ruledOut.map(\.registers) == [[], [.customers], []])
    #expect(Story.active.explanation().ruledOut.isEmpty)
    #expect(Story.finding(.grantDead).explanation().ruledOut.isEmpty)
    let scope = Story.finding(.registerScope).explanation().ruledOut
    #expect(!scope.contains { $0.layer == .register })
  }
}
