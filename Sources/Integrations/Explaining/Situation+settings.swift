extension Situation {
  /// Nothing has failed; perhaps something is left to do.
  var adviceOnSettings: Advice {
    switch code {
    case .notEnabled:
      Advice(
        .settings,
        Text(
          "The authorization is in order, and the integration is not enabled.",
          "Auktoriseringen är i ordning, men integrationen är inte aktiverad."),
        fixer: .companyAdministrator,
        ways: [
          [
            Advice.Step(
              .companyAdministrator, "In Moment, enable the integration and save.",
              "Aktivera integrationen i Moment och spara.")
          ]
        ], retry: .notNeeded)
    case .neverStarted:
      Advice(
        .settings,
        Text("Nobody has started to authorize.", "Ingen har börjat auktorisera."),
        fixer: .companyAdministrator,
        ways: [
          [
            Advice.Step(
              .companyAdministrator,
              "In Moment, pick \(name) in the list of integrations, choose what to transfer, and "
                + "click Save.",
              "Välj \(name) i listan över integrationer i Moment, ange vad som ska överföras och "
                + "klicka på Spara.")
          ]
        ], retry: .yes)
    case .pending: pending
    case .credentialsRemoved: removed
    case .switchNeedsRemoval: switchNeedsRemoval
    default:
      Advice(
        .none,
        Text(
          "The authorization stands and nothing is refused.",
          "Auktoriseringen gäller och inget nekas."),
        fixer: .nobody, retry: .notNeeded, standing: .healthy)
    }
  }

  private var pending: Advice {
    guard !isAnswered else {
      return Advice(
        .attempt,
        Text(
          "The person has been sent back, and \(name)'s answer is being worked on.",
          "Personen har skickats tillbaka och svaret från \(name) behandlas."),
        .unknown, fixer: .nobody, retry: .automatic, standing: .unknown)
    }
    return Advice(
      .attempt,
      Text(
        "Somebody was sent to \(name) and has not come back yet.",
        "Någon har skickats till \(name) och har inte kommit tillbaka än."),
      .unknown, fixer: .companyAdministrator,
      ways: [
        [
          Advice.Step(
            .companyAdministrator, "Finish in \(name): log in and approve.",
            "Gör klart i \(name): logga in och godkänn.")
        ],
        [
          Advice.Step(
            .companyAdministrator, "If the page is closed, click Authorize in Moment.",
            "Klicka på Auktorisera i Moment om sidan är stängd.")
        ],
      ], retry: .yes,
      unknown: [
        Text(
          "Whether the page at \(name) is still open: a closed page and a slow login look alike.",
          "Om sidan hos \(name) fortfarande är öppen: en stängd sida och en långsam inloggning "
            + "ser likadana ut.")
      ], standing: .unknown)
  }

  private var removed: Advice {
    let cause: Text =
      switch removal {
      case .switchToServiceAccount:
        Text(
          "Support removed the authorization so that a service account can take its place.",
          "Supporten tog bort auktoriseringen så att ett tjänstekonto kan ta dess plats.")
      case .offboarding:
        Text(
          "Support removed the authorization because the company is leaving.",
          "Supporten tog bort auktoriseringen eftersom företaget slutar.")
      case .requested, nil:
        Text(
          "Support removed the authorization because the company asked for it.",
          "Supporten tog bort auktoriseringen eftersom företaget bad om det.")
      }
    guard removal != .offboarding else {
      return Advice(.settings, cause, fixer: .nobody, retry: .notNeeded, standing: .healthy)
    }
    return Advice(
      .settings, cause, fixer: .companyAdministrator,
      ways: [
        removal == .switchToServiceAccount
          ? authorizeWithServiceAccount
          : [
            Advice.Step(
              .companyAdministrator, "To connect again, click Authorize in Moment.",
              "Klicka på Auktorisera i Moment för att ansluta igen.")
          ]
      ], retry: .yes)
  }

  /// What is left to do once nothing stands in the way of a service account.
  var authorizeWithServiceAccount: [Advice.Step] {
    [
      Advice.Step(
        .companyAdministrator, "In Moment, select the service account and click Authorize.",
        "Välj tjänstekonto i Moment och klicka på Auktorisera."),
      Advice.Step(
        .providerAdministrator, "Log in and approve as a system administrator in \(name).",
        "Logga in och godkänn som systemadministratör i \(name)."),
    ]
  }

  /// How a person's authorization gives way to a service account's.
  var switchToServiceAccount: [Advice.Step] {
    [
      Advice.Step(
        .companyAdministrator,
        "Ask Moment support by e-mail to remove the current authorization.",
        "Be Moments support via e-post att ta bort den nuvarande auktoriseringen."),
      Advice.Step(
        .support, "Remove the stored authorization, for the switch to a service account.",
        "Ta bort den lagrade auktoriseringen, för bytet till tjänstekonto."),
    ] + authorizeWithServiceAccount
  }

  private var switchNeedsRemoval: Advice {
    let isPersons = accountType != .service
    return Advice(
      .settings,
      isPersons
        ? Text(
          "A service account is selected, but a person's authorization is stored.",
          "Tjänstekonto är valt, men en personlig auktorisering är lagrad.")
        : Text(
          "The service account is deselected, but a service account's authorization is stored.",
          "Tjänstekonto är bortvalt, men en auktorisering med tjänstekonto är lagrad."),
      fixer: .support,
      ways: [
        isPersons
          ? switchToServiceAccount
          : [
            Advice.Step(
              .companyAdministrator,
              "Ask Moment support by e-mail to remove the current authorization.",
              "Be Moments support via e-post att ta bort den nuvarande auktoriseringen."),
            Advice.Step(
              .support, "Remove the stored authorization, reason requested.",
              "Ta bort den lagrade auktoriseringen, orsak requested."),
            Advice.Step(
              .companyAdministrator, "In Moment, click Authorize.",
              "Klicka på Auktorisera i Moment."),
          ]
      ], retry: .afterwards)
  }
}
