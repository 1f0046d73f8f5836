import Integrations
import Testing

@Suite("The company that a consent must come from") struct CompanyTests {
  @Test("it is remembered through a switch to a service account")
  func remembered() {
    #expect(Story.switched.state.expectedCompany == ours)
    Story.switched.when(hour(2), .approved(grant(second, as: .service, company: theirs)))
      .rejected(.wrongCompany(expected: ours))
    let wrong = failed(second, .check, .wrongCompany)
    Story.switched.when(hour(2), wrong).then(wrong).finds(.certain(.otherCompany))
    Story.switched.when(hour(2), .approved(grant(second, as: .service)))
      .then(.approved(grant(second, as: .service))).finds()
  }

  @Test("it is remembered through attempts that came to nothing")
  func rememberedLonger() {
    Story.switched.given(hour(2), failed(second, .exchange, .codeRejected))
      .given(hour(3), started(third, at: hour(3), as: .service), callback(third))
      .when(hour(3), .approved(grant(third, as: .service, company: theirs)))
      .rejected(.wrongCompany(expected: ours))
  }

  @Test(
    "a removal for another reason ends it",
    arguments: [RemovalReason.requested, .offboarding])
  func ended(_ reason: RemovalReason) {
    let story = Story.active.given(hour(1), removed(reason))
    #expect(story.state.expectedCompany == nil)
    let consent = Action.approved(grant(second, company: theirs))
    story.given(hour(2), started(second, at: hour(2)), callback(second))
      .when(hour(2), consent).then(consent)
  }

  @Test("so does one after the switch, as soon as there is a grant again")
  func endedAfterSwitch() {
    let story = Story.switched.given(hour(2), .approved(grant(second, as: .service)))
      .given(hour(3), removed(.requested))
    #expect(story.state.expectedCompany == nil)
  }

  @Test("the way to the right company names it")
  func named() {
    let explanation = Story.switched.given(hour(2), failed(second, .check, .wrongCompany))
      .explanation()
    #expect(explanation.verdict == .otherCompany)
    let step = explanation.advice.ways.joined().first { $0.code == .chooseCompany }
    #expect(step?.company == ours)
  }

  @Test("a company code that is configured expects a company before any grant")
  func companyCode() {
    let wrong = failed(first, .check, .wrongCompany)
    let begun = Story(saved(companyCode: 1), started(first, at: minute(0)))
      .given(minute(2), callback(first))
    begun.when(minute(3), wrong).then(wrong).finds(.certain(.otherCompany))
    Story.answered.when(minute(3), wrong).rejected(.noGrant)
  }

  @Test("who saves the settings without the company code does not take it back")
  func companyCodeSurvives() {
    let story = Story(saved(companyCode: 2)).given(minute(1), saved(.projects))
    #expect(story.state.settings?.companyCode == 2)
    #expect(story.state.settings?.transfers == Registers([.projects]))
    story.when(minute(2), saved(.projects)).thenNothing()
    story.when(minute(2), saved(.projects, companyCode: 2)).thenNothing()
    story.when(minute(2), saved(.projects, companyCode: 3)).then(saved(.projects, companyCode: 3))
  }
}
