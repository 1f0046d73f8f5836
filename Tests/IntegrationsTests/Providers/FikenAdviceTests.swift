import Integrations
import Testing

/// What the judge of explanations found in worlds where consents are a person's, a case each.
@Suite struct FikenAdviceTests {
  /// A second attempt beside the grant, whose callback is accepted.
  private static func again(_ story: Story, at time: Timestamp) -> Story {
    story.given(time, started(second, at: time, scopes: []), callback(second))
  }

  @Test("404 is a company that is not given any more: it is allowed again, and no rights are given")
  func notGiven() {
    let story = Story.refusedByNumber(404)
    story.finds(.likely(.registerCompany, .customers))
    let explanation = story.explanation()
    #expect(explanation.verdict == .authorizerLacksRights)
    #expect(explanation.codes == [[.allowCompany, .checkAgain]])
    #expect(explanation.advice.cause.english.contains("does not find the company"))
    #expect(explanation.advice.cause.swedish.contains("hittar inte företaget"))
    let back = story.given(
      hour(2),
      .approved(
        grant(
          first, .recheck, company: "913312465", scopes: [],
          checks: [check(.customers, true), check(.projects, true)], access: day(1), expires: nil)))
    #expect(back.explanation().verdict == .healthy)
  }

  @Test("403 is the person's rights")
  func rights() {
    let story = Story.refusedByNumber(403)
    #expect(story.explanation().codes == [[.giveRights, .checkAgain]])
  }

  @Test("402 on every register may be the API module, on one beside an open one it is that one's")
  func modules() {
    let all = Story.refusedByNumber(402, .customers, .projects, layer: .licence).explanation()
    #expect(all.codes == [[.orderIntegrationLicence, .orderScopeLicence, .checkAgain]])
    #expect(all.advice.unknown.contains { $0.english.contains("both are named") })
    let one = Story.refusedByNumber(402, .projects, layer: .licence).explanation()
    #expect(one.codes == [[.orderScopeLicence, .checkAgain]])
  }

  @Test("a missing module outlives a removal")
  func removedAfterwards() {
    let one = Story.refusedByNumber(402, .projects, layer: .licence).given(hour(2), removed())
    #expect(one.explanation().codes == [[.orderScopeLicence, .authorize, .approve]])
    let all = Story.refusedByNumber(402, .customers, .projects, layer: .licence)
      .given(hour(2), removed())
    #expect(
      all.explanation().codes == [
        [.orderIntegrationLicence, .orderScopeLicence, .authorize, .approve]
      ])
  }

  @Test("a refresh says nothing of the API module")
  func refreshed() {
    let story = Self.again(.activeFiken, at: hour(1))
      .given(hour(1), failed(second, .check, .licenceMissing, error: "hasApiAccess"))
      .given(
        day(7),
        .approved(
          grant(first, .refresh, company: "913312465", scopes: [], access: day(8), expires: nil)))
    #expect(story.explanation().also.map(\.verdict) == [.licenceMissing])
    #expect(
      story.explanation().also.flatMap { $0.ways.codes } == [
        [.orderIntegrationLicence, .reauthorize, .approve]
      ])
  }

  @Test("a wait that lasts until the access token ends is told with its end")
  func wait() throws {
    let story = Story.activeFiken.given(hour(2), failed(first, .refresh, .refreshUnknown))
    let way = try #require(story.explanation().advice.ways.first)
    #expect([way].codes == [[.wait, .checkAgain]])
    #expect(way[0].text.english == "Wait until \(day(1).minute).")
    #expect(way[0].text.swedish == "Vänta till \(day(1).minute).")
    let late = story.explanation(at: day(1).adding(seconds: -3600)).advice.ways.first
    #expect(late?[0].text.english == "Wait a while.")
  }

  @Test("a wrong company code is named as a way out, whatever else is wrong before it")
  func codeBesideOthers() {
    let dead = Story.activeFiken.given(day(2), failed(nil, .refresh, .grantDead))
    let wrong = Self.again(dead, at: day(2))
      .given(day(2).adding(seconds: 2640), failed(second, .check, .wrongCompany))
    let empty = wrong.given(
      day(3), started(third, at: day(3), scopes: []), callback(third, .empty))
    let explanation = empty.explanation()
    #expect(explanation.verdict == .callbackEmpty)
    #expect(
      explanation.codes == [
        [.reauthorize, .approve, .allowCompany], [.configure, .reauthorize, .approve],
      ])
  }
}
