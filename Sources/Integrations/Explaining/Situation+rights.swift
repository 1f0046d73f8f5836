extension Situation {
  /// The provider answered, and somebody lacks a right, a licence or a scope.
  var adviceOnRights: Advice {
    switch code {
    case .licenceMissing: licenceMissing
    case .notSystemAdmin: notSystemAdmin
    case .scopeNotGranted: scopeNotGranted
    case .otherCompany: otherCompany
    default: lacksRights
    }
  }

  // https://docs.moment.team/help/moment-by-topic/integrations/real-time-integrations/fortnox/oauth-2-authorization
  // names the two solutions.
  private var lacksRights: Advice {
    let registers = registers.title
    guard accountType != .service else {
      return Advice(
        .person,
        Text(
          "The service account may not handle \(registers.english) in \(name).",
          "Tjänstekontot saknar behörighet för \(registers.swedish) i \(name)."), .likely,
        fixer: .providerAdministrator,
        ways: [
          [
            Advice.Step(
              .providerAdministrator,
              "In \(name), see that the company has \(registers.english) and that the service "
                + "account may use them.",
              "Se i \(name) att företaget har \(registers.swedish) och att tjänstekontot får "
                + "använda dem."), recheck,
          ]
        ], retry: .afterwards)
    }
    return Advice(
      .person,
      Text(
        "The person who approved in \(name) lacks behörighet for \(registers.english) there.",
        "Personen som godkände i \(name) saknar där behörighet för \(registers.swedish)."),
      fixer: .providerAdministrator,
      ways: [
        [
          Advice.Step(
            .providerAdministrator,
            "In \(name), find where behörigheter are set and turn them on for \(registers.english) "
              + "for the person who approved.",
            "Slå på behörigheten för \(registers.swedish) i \(name) för den person som godkände."),
          recheck,
        ], switchToServiceAccount,
      ], retry: .no,
      unknown: [
        Text(
          "Who approved: \(name) does not tell.",
          "Vem som godkände: det berättar inte \(name).")
      ])
  }

  private var recheck: Advice.Step {
    Advice.Step(
      .companyAdministrator, "In Moment, let the registers be checked again.",
      "Låt Moment kontrollera registren igen.")
  }

  // The Integration licence: https://www.fortnox.se/developer/faq
  private var licenceMissing: Advice {
    let which: Text =
      registers.isEmpty
      ? Text(
        "the Integration licence, or one for a scope",
        "licensen Integration, eller en för ett scope")
      : Text(
        "the licence for \(registers.title.english)", "licensen för \(registers.title.swedish)")
    return Advice(
      .licence,
      Text(
        "\(name) says that a licence is missing: \(which.english).",
        "\(name) säger att en licens saknas: \(which.swedish)."), fixer: .providerAdministrator,
      ways: [
        [
          Advice.Step(
            .providerAdministrator,
            "In \(name), order \(which.english), under Tilläggsbeställning or Administrera "
              + "användare.",
            "Beställ \(which.swedish) i \(name), under Tilläggsbeställning eller Administrera "
              + "användare."),
          hasLivingGrant ? recheck : authorizeAgain,
        ]
      ], retry: .afterwards,
      unknown: [
        Text(
          "Whether the company lacks the licence or only the person who approved.",
          "Om det är företaget som saknar licensen eller bara personen som godkände.")
      ])
  }

  // https://www.fortnox.se/developer/blog/service-accounts
  private var notSystemAdmin: Advice {
    let asAdministrator = [
      authorizeAgain,
      Advice.Step(
        .providerAdministrator,
        "Log in and approve as a system administrator in \(name); the same person will not do.",
        "Logga in och godkänn som systemadministratör i \(name); samma person räcker inte."),
    ]
    // With a service account's grant the rules take no other choice.
    let asPerson = Advice.Step(
      .companyAdministrator,
      "In Moment, take back the choice of a service account and click Authorize: the "
        + "integration then has the rights of the person who approves.",
      "Välj bort tjänstekonto i Moment och klicka på Auktorisera: integrationen får då "
        + "samma behörighet som den som godkänner.")
    return Advice(
      .person,
      Text(
        "A service account was asked for, and the person who logged in is no system administrator "
          + "in \(name).",
        "Ett tjänstekonto begärdes, och personen som loggade in är inte systemadministratör i "
          + "\(name)."), fixer: .providerAdministrator,
      ways: hasGrant ? [asAdministrator] : [asAdministrator, [asPerson]], retry: .no)
  }

  private var scopeNotGranted: Advice {
    Advice(
      .scope,
      Text(
        "The authorization does not cover \(registers.title.english).",
        "Auktoriseringen omfattar inte \(registers.title.swedish)."),
      fixer: .companyAdministrator,
      ways: [
        [
          Advice.Step(
            .companyAdministrator, "In Moment, click Re-authorize.",
            "Klicka på Återauktorisera i Moment."),
          Advice.Step(
            .companyAdministrator, "Approve everything that \(name) lists.",
            "Godkänn allt som \(name) räknar upp."),
        ]
      ], retry: .yes)
  }

  private var otherCompany: Advice {
    Advice(
      .attempt,
      Text(
        "Another company was chosen in \(name) than the one authorized before.",
        "Ett annat företag valdes i \(name) än det som auktoriserats tidigare."),
      fixer: .companyAdministrator,
      ways: [
        [
          authorizeAgain,
          Advice.Step(
            .companyAdministrator, "Choose the same company as before when logging in to \(name).",
            "Välj samma företag som tidigare vid inloggningen i \(name)."),
        ],
        [
          Advice.Step(
            .companyAdministrator,
            "If the company is to change, ask Moment support by e-mail to remove the current "
              + "authorization first.",
            "Be Moments support via e-post att först ta bort den nuvarande auktoriseringen, om "
              + "företaget ska bytas.")
        ],
      ], retry: .yes)
  }
}
