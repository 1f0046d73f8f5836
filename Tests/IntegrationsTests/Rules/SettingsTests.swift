import Integrations
import Testing

@Suite("Settings and the choice of a service account") struct SettingsTests {
  @Test("configuring may come before authorizing")
  func configuringBefore() {
    Story()
      .phase(.notConfigured)
      .when(minute(0), saved(.customers, .projects))
      .then(saved(.customers, .projects))
      .phase(.configured)
  }

  @Test("configuring may come after authorizing")
  func configuringAfter() {
    Story(started(first, at: minute(0)))
      .given(minute(2), callback(first))
      .given(minute(3), .approved(grant(first)))
      .when(minute(4), saved(.customers, enabled: true))
      .then(saved(.customers, enabled: true))
      .phase(.active)
  }

  @Test("saving without a grant leaves room for the attempt that the page starts with it")
  func savingThenStarting() {
    Story()
      .given(minute(0), saved())
      .when(minute(0), started(first, at: minute(0)))
      .then(started(first, at: minute(0)))
      .phase(.authorizing)
  }

  @Test("saving what was saved before records nothing")
  func savingTheSame() {
    Story(saved()).when(minute(1), saved()).thenNothing()
  }

  @Test("enabling without a grant is rejected")
  func enablingWithoutGrant() {
    Story(saved())
      .when(minute(1), saved(enabled: true))
      .rejected(.enablingWithoutGrant)
      .phase(.configured)
  }

  @Test("enabling while the first attempt is open is rejected")
  func enablingWhileAuthorizing() {
    Story.authorizing.when(minute(1), saved(enabled: true)).rejected(.enablingWithoutGrant)
  }

  @Test("transfers whose scopes the grant lacks are accepted and need a re-authorization")
  func newTransfers() {
    let story = Story.active
      .when(minute(5), saved(.customers, .projects, enabled: true))
      .then(saved(.customers, .projects, enabled: true))
      .phase(.active)
    #expect(story.state.needsReauthorization)
    #expect(!Story.active.state.needsReauthorization)
  }

  @Test("the service account is chosen before an attempt, which must then ask for one")
  func chosenBefore() {
    let story = Story().when(minute(0), serviceAccount(true)).then(serviceAccount(true))
    story.when(minute(1), started(first, at: minute(1), as: .user))
      .rejected(.accountTypeNotChosen(chosen: .service))
    story.when(minute(1), started(first, at: minute(1), as: .service))
      .then(started(first, at: minute(1), as: .service))
  }

  @Test("the choice can be taken back before authorizing")
  func takenBack() {
    Story(serviceAccount(true))
      .when(minute(1), serviceAccount(false))
      .then(serviceAccount(false))
      .when(minute(2), started(first, at: minute(2), as: .user))
      .then(started(first, at: minute(2), as: .user))
  }

  @Test("chosen during an attempt without a grant, it counts for the next")
  func chosenDuring() {
    let story = Story.answered.when(minute(2), serviceAccount(true)).then(serviceAccount(true))
    story.when(minute(3), .approved(grant(first, as: .user)))
      .then(.approved(grant(first, as: .user)))
      .phase(.authorized)
    story.when(minute(3), started(second, at: minute(3), as: .service))
      .then(
        failed(first, .callback, .superseded), started(second, at: minute(3), as: .service))
  }

  @Test("with a person's grant, choosing a service account is rejected")
  func lockedByPerson() {
    Story.active.when(minute(5), serviceAccount(true))
      .rejected(.serviceAccountLocked(standing: .user))
  }

  @Test("with a service account's grant, taking the choice back is rejected")
  func lockedByServiceAccount() {
    Story.serviceAuthorized.when(minute(5), serviceAccount(false))
      .rejected(.serviceAccountLocked(standing: .service))
  }

  @Test("an attempt beside a grant asks for the grant's kind")
  func kindOfGrant() {
    Story.serviceAuthorized.when(minute(5), started(second, at: minute(5), as: .user))
      .rejected(.accountTypeOfGrant(standing: .service))
  }

  @Test("once support removed the credentials, the other kind can be chosen")
  func removedFirst() {
    Story.active
      .given(minute(5), removed(.switchToServiceAccount))
      .when(minute(6), serviceAccount(true))
      .then(serviceAccount(true))
      .phase(.credentialsRemoved)
  }
}
