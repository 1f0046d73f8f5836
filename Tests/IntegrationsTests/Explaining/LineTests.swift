import Integrations
import TestSupport
import Testing

@Suite("Lines of the company log, as the state before them makes them") struct LineTests {
  private func last(_ story: Story) throws -> CompanyLogLine { try #require(story.lines.last) }

  @Test("giving up is told as that, and not as an attempt nobody came back from")
  func givingUp() throws {
    let gaveUp = try last(.authorizing.given(minute(9), failed(first, .authorize, .abandoned)))
    #expect(gaveUp.text.english == "The administrator gave the authorization up.")
    let swept = try last(.authorizing.given(minute(45), failed(first, .authorize, .abandoned)))
    #expect(swept.text.english == "Authorization failed: nobody came back from Fortnox.")
    for line in [gaveUp, swept] {
      #expect(line.severity == .warning && line.code == .abandoned)
      #expect(line.ways.codes == [[.authorize, .approve]])
    }
  }

  @Test("whether the consent of another company is revoked is told", arguments: [true, false])
  func dropped(isRevoked: Bool) throws {
    let text = try last(
      .reauthorizing.given(hour(1), failed(second, .check, .wrongCompany, revoked: isRevoked))
    ).text
    #expect(text.english.contains("did not confirm that its consent is revoked") != isRevoked)
    #expect(text.swedish.contains("bekräftade inte") != isRevoked)
    #expect(text.english.contains("confirm"))
  }

  @Test("a decline beside a living grant says Re-authorize, and without one Authorize")
  func declined() throws {
    let beside = try last(
      .active.given(
        hour(1), started(second, at: hour(1)), callback(second, .error),
        failed(second, .callback, .declined)))
    #expect(beside.ways.codes == [[.reauthorize, .approve]])
    #expect(beside.ways[0][0].text.english.contains("Re-authorize"))
    let alone = try last(
      .authorizing.given(minute(2), callback(first, .error), failed(first, .callback, .declined)))
    #expect(alone.ways.codes == [[.authorize, .approve]])
  }

  @Test("what a failed attempt saw beside a living grant has its way to a new consent")
  func besideGrant() throws {
    let line = try last(.refusedBeside("invalid_client", .clientRejected))
    #expect(line.ways.codes == [[.mendClientCredentials, .reauthorize, .approve]])
  }

  @Test("nobody is told to choose an account type that a service account's grant rules out")
  func serviceAccountOnly() throws {
    let story = Story.serviceAuthorized.given(minute(4), saved(enabled: true))
    let failure = failed(second, .callback, .notSystemAdministrator)
    let stories = [
      story.given(hour(1), refused(.customers)),
      story.given(
        hour(1), started(second, at: hour(1), as: .service), callback(second, .error), failure),
    ]
    for story in stories {
      let line = try last(story)
      let codes = Set(line.ways.codes.joined())
      #expect(!line.ways.isEmpty)
      #expect(codes.isDisjoint(with: [.chooseServiceAccount, .choosePersonsAccount]))
    }
  }

  @Test("a person's refused register has both ways, as why gives them")
  func refusal() throws {
    let story = Story.active.given(hour(1), refused(.customers))
    let line = try last(story)
    #expect(line.severity == .error && line.code == .permissionDeniedPerson)
    #expect(line.ways == story.explanation().advice.ways)
    #expect(line.quotations.map(\.words) == ["Saknar behörighet för kundregister"])
    #expect(line.quotations.map(\.code) == ["2001538"])
  }

  @Test("refusals for different reasons are told apart")
  func reasons() throws {
    let refusals = [
      RegisterRefusal(
        register: .customers, code: 2_001_538, message: "Saknar behörighet för kundregister",
        httpStatus: 400),
      RegisterRefusal(
        register: .projects, code: 2_001_101, message: "Ingen aktiv licens", httpStatus: 403),
    ]
    let line = try last(
      .active.given(
        hour(1),
        .permissionDenied(PermissionDenied(attempt: first, layer: .person, refusals: refusals))))
    #expect(
      line.text.english == "Fortnox refused customers and projects: behörighet is missing "
        + "(customers) and its licence is missing (projects).")
  }

  @Test("a line of what is only information has no ways, nor has one that shows nothing wrong")
  func noWays() {
    for line in Story.active.lines + Story.switched.lines {
      #expect(line.severity == .info && line.ways.isEmpty)
    }
  }

  @Test("a line keeps the ways of its moment, whatever came after it")
  func ofItsMoment() {
    let story = Story.active.given(hour(1), refused(.customers))
    let before = story.lines
    #expect(story.given(hour(2), .approved(grant(first, .recheck))).lines.starts(with: before))
  }

  @Test("an attempt that only the clock has ended makes a line of its own")
  func computedAttempt() {
    let names = Names(.fortnox)
    #expect(Story.authorizing.state.computedLines(at: minute(45).justBefore, names).isEmpty)
    let lines = Story.authorizing.state.computedLines(at: minute(50), names)
    #expect(lines.map(\.code) == [.abandoned] && lines.map(\.severity) == [.warning])
    #expect(lines.map(\.computedAt) == [minute(45)])
    #expect(lines.map(\.ways.codes) == [[[.authorize, .approve]]])
    #expect(
      lines.map(\.text.english) == ["Authorization failed: nobody came back from Fortnox."])
    let elsewhere = Story.authorizing.given(minute(2), callback(first, .code, .otherBrowser))
      .state.computedLines(at: minute(50), names)
    #expect(
      elsewhere.map(\.text.english) == [
        "Authorization failed: no answer that counts came from Fortnox in time."
      ])
    let swept = Story.authorizing.given(minute(45), failed(first, .authorize, .abandoned))
    #expect(swept.state.computedLines(at: minute(50), names).isEmpty)
    #expect(Story.answered.state.computedLines(at: minute(50), names).isEmpty)
  }

  @Test("so does a grant, and both stand in their order")
  func computedGrant() {
    let names = Names(.fortnox)
    #expect(Story.active.state.computedLines(at: day(45).justBefore, names).isEmpty)
    let lines = Story.active.state.computedLines(at: day(46), names)
    #expect(lines.map(\.code) == [.grantDead] && lines.map(\.severity) == [.error])
    #expect(lines.map(\.computedAt) == [day(45)])
    #expect(lines.map(\.ways.codes) == [[[.reauthorize, .approve]]])
    let dead = Story.active.given(day(45), failed(nil, .refresh, .grantDead))
    #expect(dead.state.computedLines(at: day(46), names).isEmpty)
    let both = Story.active.given(day(44), started(second, at: day(44)))
    #expect(both.state.computedLines(at: day(46), names).map(\.code) == [.abandoned, .grantDead])
  }
}
