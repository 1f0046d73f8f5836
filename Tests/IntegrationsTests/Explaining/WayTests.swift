import Integrations
import Testing

@Suite("A way puts right all that is wrong, in order, and ends with what tests it")
struct WayTests {
  private typealias Codes = [[StepCode]]

  private static let toService: [StepCode] = [
    .askSupportToRemove, .removeAuthorization, .chooseServiceAccount, .saveAndAuthorize,
    .approveAsSystemAdministrator,
  ]

  private func refused(_ story: Story) -> Story {
    story.given(story.now, IntegrationsTests.refused(.customers))
  }

  @Test("before there is a grant it ends with a consent")
  func withoutGrant() {
    #expect(Story().explanation().codes == [[.saveAndAuthorize, .approve]])
    #expect(Story().explanation().advice.ways[0][0].text.english.contains("pick Fortnox"))
    #expect(Story(saved()).explanation().codes == [[.saveAndAuthorize, .approve]])
    let abandoned = Story.authorizing.explanation(at: minute(45))
    #expect(abandoned.codes == [[.authorize, .approve]])
    let down = Story.answered.given(minute(3), failed(first, .exchange, .providerUnavailable))
    #expect(down.explanation().codes == [[.wait, .authorize, .approve]])
    let removed = Story.active.given(hour(1), removed())
    #expect(removed.explanation().codes == [[.authorize, .approve]])
    #expect(
      Story.active.given(hour(1), IntegrationsTests.removed(.offboarding)).explanation().codes == []
    )
  }

  @Test("an attempt under way is gone on with, or started anew")
  func underWay() {
    let open = Story.authorizing.explanation()
    #expect(open.codes == [[.finishAtProvider, .approve], [.authorize, .approve]])
    let answered = Story.answered.explanation()
    #expect(answered.codes == [[.wait]] && answered.advice.fixer == .nobody)
    #expect(answered.advice.health == .unknown)
    let elsewhere = Story.authorizing.given(minute(2), callback(first, .code, .otherBrowser))
      .explanation()
    #expect(elsewhere.codes == [[.authorize, .approve]])
    #expect(elsewhere.advice.ways[0][1].text.english.contains("same browser"))
    let late = Story.authorizing.given(minute(9), failed(first, .authorize, .abandoned))
      .given(minute(10), callback(first, .code, .closed)).explanation()
    #expect(late.codes == [[.closeOtherTabs, .authorize, .approve]])
  }

  @Test("who may not approve a service account finds somebody else, or chooses a person's")
  func approver() {
    #expect(
      Story.finding(.notSystemAdministrator).explanation().codes == [
        [.authorize, .approveAsSystemAdministrator],
        [.choosePersonsAccount, .saveAndAuthorize, .approve],
      ])
    #expect(
      Story.finding(.serviceAccountNotAllowed).explanation().codes == [
        [
          .allowServiceAccountAtProvider, .authorize, .approveAsSystemAdministrator,
        ],
        [.choosePersonsAccount, .saveAndAuthorize, .approve],
      ])
  }

  @Test("several things wrong before a consent come in the order of the journey")
  func severalBefore() {
    let story = Story.refusedAttempt("error_missing_app_license", .licenceMissing)
      .given(
        minute(4), started(second, at: minute(4)),
        callback(second, .error, error: "invalid_scope"),
        failed(second, .callback, .scopeNotEnabled, error: "invalid_scope")
      )
      .given(
        minute(6), started(third, at: minute(6)), callback(third),
        failed(third, .exchange, .clientRejected, error: "invalid_client"))
    let explanation = story.explanation()
    #expect(explanation.verdict == .clientRefused)
    #expect(explanation.also.map(\.verdict) == [.scopeNotEnabled, .licenceMissing])
    #expect(
      explanation.codes == [
        [.mendClientCredentials, .enableScopesAtProvider, .buyApp, .authorize, .approve]
      ])
  }

  @Test("with a grant it ends with a recheck, where no new consent is needed")
  func recheck() {
    #expect(
      refused(.active).explanation().codes == [[.giveRights, .checkAgain], Self.toService])
    #expect(
      Story.finding(.registerLicence).explanation().codes == [[.orderScopeLicence, .checkAgain]])
    let client = refused(.active).given(day(1), failed(nil, .refresh, .clientRejected))
    #expect(
      client.explanation().codes.first == [.mendClientCredentials, .giveRights, .checkAgain])
    #expect(client.explanation().also.map(\.verdict) == [.authorizerLacksRights])
  }

  @Test("only a refresh tests our credentials, so a recheck waits for the next one")
  func refresh() {
    let story = Story.active.given(minute(10), failed(nil, .refresh, .clientRejected))
    #expect(story.explanation().codes == [[.mendClientCredentials, .wait, .checkAgain]])
    #expect(story.explanation(at: hour(1)).codes == [[.mendClientCredentials, .checkAgain]])
  }

  @Test("an outage hides no refusal")
  func outage() {
    let explanation = refused(.active)
      .given(day(1), failed(nil, .refresh, .providerUnavailable)).explanation()
    #expect(explanation.verdict == .authorizerLacksRights)
    #expect(explanation.also.map(\.verdict) == [.providerDown])
    #expect(explanation.codes.first == [.giveRights, .wait, .checkAgain])
  }

  @Test("words that fit a right and a licence alike have both ways in one")
  func rightOrLicence() {
    #expect(
      Story.finding(.registerRightOrLicence).explanation().codes.first == [
        .giveRights, .orderScopeLicence, .checkAgain,
      ])
  }

  @Test("a dead grant takes what else is wrong along to its new consent")
  func dead() {
    let explanation = refused(.active).given(day(1), failed(nil, .refresh, .grantDead))
      .explanation()
    #expect(explanation.verdict == .grantDead)
    #expect(explanation.also.map(\.verdict) == [.authorizerLacksRights])
    #expect(explanation.codes == [[.giveRights, .reauthorize, .approve], Self.toService])
  }

  @Test("a scope, new transfers and lost credentials need a new consent")
  func newConsent() {
    #expect(Story.finding(.registerScope).explanation().codes == [[.reauthorize, .approve]])
    let transfers = Story.active.given(minute(5), saved(.customers, .invoices, enabled: true))
    #expect(transfers.explanation().codes == [[.reauthorize, .approve]])
    #expect(
      Story.finding(.credentialsMissing).explanation().codes == [
        [.reauthorize, .approve], [.restoreVault, .checkAgain],
      ])
  }

  @Test("what is left in the settings is done there")
  func settings() {
    #expect(Story.authorized.explanation().codes == [[.enable]])
    let nothing = Story(started(first, at: minute(0))).given(minute(2), callback(first))
      .given(minute(3), .approved(grant(first, checks: [])))
    #expect(nothing.explanation().codes == [[.configure, .enable]])
    #expect(nothing.explanation().also.map(\.verdict) == [.notEnabled])
    let both = refused(.authorized).explanation()
    #expect(both.verdict == .authorizerLacksRights)
    #expect(both.also.map(\.verdict) == [.notEnabled])
    #expect(both.codes.first == [.giveRights, .enable, .checkAgain])
  }

  @Test("another account type than the grant's needs support first")
  func removal() {
    let story = Story.answered.given(minute(2), serviceAccount(true))
      .given(minute(3), .approved(grant(first)))
    #expect(
      story.explanation().codes == [
        [
          .askSupportToRemove, .removeAuthorization, .authorize, .approveAsSystemAdministrator,
        ]
      ])
  }

  @Test("another company is put right by the right one, or removed where it is wanted")
  func company() {
    #expect(
      Story.finding(.otherCompany).explanation().codes.first == [
        .authorize, .chooseCompany, .approveAsSystemAdministrator,
      ])
  }

  @Test("nobody is told to choose a service account for a service account's grant")
  func serviceAccountOnly() {
    let story = Story.serviceAuthorized.given(minute(4), saved(enabled: true))
    #expect(refused(story).explanation().codes == [[.giveRights, .checkAgain]])
  }
}
