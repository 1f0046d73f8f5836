import Integrations
import Testing

@Suite("What a consent speaks of, and what it does not") struct ConsentFindingTests {
  private static let wide = ["companyinformation", "customer", "project"]
  private static let narrow = ["companyinformation", "customer"]

  private static func denied(by attempt: AttemptID = first, code: Int, _ words: String) -> Action {
    IntegrationsTests.refused(.projects, attempt: attempt, code: code, message: words)
  }

  /// An attempt for wide scopes that the provider refused with an error.
  private func refused(
    _ error: String, _ reason: Failed.Reason, words: String? = nil, as accountType: AccountType
  ) -> Story {
    let begun = Story(saved(.customers, .projects))
    let chosen = accountType == .service ? begun.given(minute(1), serviceAccount(true)) : begun
    return chosen.given(
      minute(2), started(first, at: minute(2), as: accountType, scopes: Self.wide),
      callback(first, .error, error: error, words: words),
      failed(first, .callback, reason, error: error, words: words))
  }

  private func consented(
    _ story: Story, as accountType: AccountType = .user, scopes: [String] = wide,
    checks: [Approval.Check] = [check(.customers, true), check(.projects, true)]
  ) -> Story {
    let isService = accountType == .service
    let chosen =
      story.state.serviceAccountSelected == isService
      ? story : story.given(minute(4), serviceAccount(isService))
    return chosen.given(
      minute(5), started(second, at: minute(5), as: accountType, scopes: scopes),
      callback(second),
      .approved(grant(second, as: accountType, scopes: scopes, checks: checks)))
  }

  @Test("a scope that is not enabled is kept until a consent asked for it")
  func scopes() {
    let story = refused("invalid_scope", .scopeNotEnabled, as: .user)
      .finds(.certain(.scopeNotEnabled))
    consented(story).finds()
    let narrower = consented(story, scopes: Self.narrow, checks: [check(.customers, true)])
      .finds(.certain(.scopeNotEnabled))
    #expect(narrower.finding(.scopeNotEnabled)?.scopes == ["project"])
  }

  @Test("what refuses a service account is kept over a person's consent")
  func accountType() {
    let story = refused(
      "invalid_request", .notSystemAdministrator, words: "error_missing_system_admin_right",
      as: .service
    ).finds(.likely(.notSystemAdministrator))
    consented(story).finds(.likely(.notSystemAdministrator))
    consented(story, as: .service).finds()
    let app = refused(
      "invalid_request", .scopeNotEnabled, words: "The app does not allow service account",
      as: .service
    ).finds(.likely(.serviceAccountNotAllowed))
    consented(app).finds(.likely(.serviceAccountNotAllowed))
    consented(app, as: .service).finds()
  }

  @Test(
    "client, provider, account and words nobody knew are over with the next consent",
    arguments: [
      ("invalid_client", Failed.Reason.clientRejected), ("server_error", .providerUnavailable),
      ("error_missing_app_license", .licenceMissing), ("2001103", .licenceMissing),
      ("moon", .unrecognised),
    ])
  func exchanged(_ error: String, _ reason: Failed.Reason) {
    let story = refused(error, reason, as: .user)
    #expect(!story.found.isEmpty)
    consented(story, scopes: Self.narrow, checks: []).finds()
  }

  @Test("so are a locked account, a dead grant, lost credentials and another company")
  func replaced() {
    let empty = Story.authorizing.given(minute(2), callback(first, .empty))
    empty.given(
      minute(5), started(second, at: minute(5)), callback(second), .approved(grant(second))
    ).finds()
    for failure in [
      failed(nil, .refresh, .grantDead), failed(nil, .refresh, .refreshUnknown),
      failed(nil, .refresh, .unrecognised, words: "moon"), failed(nil, .check, .checkUnknown),
      failed(nil, .refresh, .unrecognised, credentials: .missing),
    ] {
      let story = Story.active.given(hour(1), failure)
      #expect(!story.found.isEmpty)
      story.given(
        hour(2), started(second, at: hour(2)), callback(second), .reauthorized(grant(second))
      ).finds()
    }
    Story.reauthorizing.given(hour(1), failed(second, .check, .wrongCompany))
      .finds(.certain(.otherCompany))
      .given(hour(2), started(third, at: hour(2)), callback(third), .reauthorized(grant(third)))
      .finds()
  }

  @Test("of a register a consent alone says nothing: a refusal stays, and is only likely")
  func registers() {
    for (denied, kind) in [
      (IntegrationsTests.refused(.customers), Finding.Kind.registerRight),
      (IntegrationsTests.refused(.customers, code: 2_001_101, message: "-"), .registerLicence),
    ] {
      Story.active.given(hour(1), denied).finds(.certain(kind, .customers))
        .given(hour(2), started(second, at: hour(2)), callback(second))
        .given(hour(2), .reauthorized(grant(second, checks: [check(.customers, nil)])))
        .finds(.likely(kind, .customers))
        .phase(.permissionDenied)
    }
  }

  @Test("a refusal for want of a scope ends with the consent that grants it")
  func grantedScope() {
    let story = Story.active.given(
      hour(1), IntegrationsTests.refused(.customers, code: 2_000_663, message: "scope")
    )
    .finds(.certain(.registerScope, .customers))
    .given(hour(2), started(second, at: hour(2)), callback(second))
    let silent = [check(.customers, nil)]
    story.given(hour(2), .reauthorized(grant(second, checks: silent))).finds()
    story.given(
      hour(2), .reauthorized(grant(second, scopes: ["companyinformation"], checks: silent))
    ).finds(.likely(.registerScope, .customers))
  }

  @Test("of a scope's licence only its register tells")
  func licence() {
    let bare = refused("error_missing_license", .licenceMissing, as: .user)
      .finds(.certain(.anyLicence))
    consented(bare).finds()
    consented(bare, checks: [check(.customers, true), check(.projects, nil)])
      .finds(.likely(.registerLicence, .projects))
    consented(bare, scopes: Self.narrow, checks: [check(.customers, true)])
      .finds(.likely(.scopeLicence))
  }

  @Test("a register that was not asked at the consent keeps the licence in doubt")
  func licenceUnasked() {
    let bare = refused("error_missing_license", .licenceMissing, as: .user)
    #expect(!consented(bare, checks: [check(.customers, true)]).found.isEmpty)
  }

  @Test("where one of two errors may mean any licence, no register is named")
  func anyLicence() {
    let story = Story.active
      .given(hour(1), started(second, at: hour(1)), started(third, at: hour(1)))
      .given(hour(1), callback(second, .error, .closed, error: "error_missing_license"))
      .given(hour(2), failed(nil, .refresh, .licenceMissing))
      .given(hour(2), .configured(Configured(transfers: Registers([]), enabled: false)))
    let steps: [AdviceStep] = story.explanation().advice.ways.flatMap(\.self)
    let orders = steps.filter { $0.code == .orderScopeLicence }
    #expect(orders.map(\.registers) == [[]])
  }

  @Test("an answer of a register is no news of the licence that an attempt's error meant")
  func licenceOfAttempt() {
    let narrow = Story.active
      .given(hour(1), Self.denied(code: 2_001_101, "Ingen aktiv licens"))
      .given(hour(1), started(third, at: hour(1), scopes: Self.wide))
      .given(hour(1), removed(.switchToServiceAccount))
      .given(hour(1), callback(third, .error, .closed, error: "error_missing_license"))
      .given(hour(3), started(second, at: hour(3), scopes: Self.narrow), callback(second))
      .given(hour(3), .approved(grant(second)))
      .given(hour(4), Self.denied(by: second, code: 2_000_663, "scope"))
    let licences = narrow.state.findings.all.filter { $0.kind == .scopeLicence }
    #expect(licences.contains { $0.isOfAttempt && $0.scopes.contains("project") })
    #expect(!licences.contains { !$0.isOfAttempt })
  }

  @Test("what two errors said of a scope's licence is one finding after a consent")
  func licencesJoined() {
    let both = refused("2001101", .licenceMissing, as: .user).given(
      minute(5), started(third, at: minute(5), scopes: Self.wide),
      callback(third, .error, error: "error_missing_license"),
      failed(third, .callback, .licenceMissing, error: "error_missing_license"))
    consented(both, scopes: Self.narrow, checks: [check(.customers, true)])
      .finds(.likely(.scopeLicence))
    consented(both, checks: [check(.customers, nil), check(.projects, nil)])
      .finds(.likely(.registerLicence, .customers), .likely(.registerLicence, .projects))
  }

  @Test("both licences, a use's and an attempt's, are looked for at registers that are silent")
  func licencesApart() {
    let story = Story.active
      .given(hour(1), Self.denied(code: 2_001_101, "Ingen aktiv licens"))
      .given(hour(2), removed(.switchToServiceAccount), serviceAccount(true))
      .given(hour(2), started(third, at: hour(2), as: .service, scopes: Self.wide))
      .given(hour(2), callback(third, .error, error: "error_missing_license"))
      .given(hour(2), failed(third, .callback, .licenceMissing, error: "error_missing_license"))
    consented(
      story, as: .service, checks: [check(.customers, nil), check(.projects, nil)]
    ).finds(.likely(.registerLicence, .customers), .likely(.registerLicence, .projects))
  }

  @Test("a code that was refused shows our credentials good, and an exchange our app too")
  func exchange() {
    let client = refused("invalid_client", .clientRejected, as: .user).given(
      minute(5), started(second, at: minute(5), scopes: Self.wide), callback(second))
    client.given(minute(5), failed(second, .exchange, .codeRejected)).finds()
    client.given(minute(5), failed(second, .exchange, .exchangeUnknown))
      .finds(.certain(.clientRefused))
    let app = refused("invalid_scope", .scopeNotEnabled, as: .user).given(
      minute(5), started(second, at: minute(5), scopes: Self.wide), callback(second))
    app.given(minute(5), failed(second, .exchange, .codeRejected)).finds(.certain(.scopeNotEnabled))
    app.given(minute(5), failed(second, .check, .checkUnknown)).finds()
  }
}
