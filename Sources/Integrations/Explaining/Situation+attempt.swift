extension Situation {
  /// The browser's way to the provider and back came to nothing.
  var adviceOnAttempt: Advice {
    switch code {
    case .denied:
      attempt(
        "The person declined in \(name).", "Personen tackade nej i \(name).",
        ways: [[authorizeAgain, approve]])
    case .otherBrowser: otherBrowser
    case .stateUsed:
      attempt(
        "The answer from \(name) came for an attempt that had ended or been replaced by a newer one.",
        "Svaret från \(name) gällde ett försök som hade avslutats eller ersatts av ett nyare.",
        ways: [
          [
            Advice.Step(
              .companyAdministrator, "Close other tabs with Moment and \(name).",
              "Stäng andra flikar med Moment och \(name)."), authorizeAgain,
          ]
        ])
    case .stateExpired:
      attempt(
        "The answer from \(name) came after the attempt had expired: an attempt lives for 45 minutes.",
        "Svaret från \(name) kom efter att försöket hade gått ut: ett försök gäller i 45 minuter.",
        ways: [[authorizeAgain, approve]])
    case .callbackEmpty: callbackEmpty
    case .codeRejected: codeRejected
    case .superseded:
      attempt(
        "A newer attempt or a removal took this attempt's place.",
        "Ett nyare försök eller en borttagning tog försökets plats.", ways: [[authorizeAgain]])
    default: abandoned
    }
  }

  private var approve: Advice.Step {
    Advice.Step(
      .companyAdministrator, "Log in to \(name) and click Approve authorization.",
      "Logga in i \(name) och klicka på Godkänn & aktivera.")
  }

  private func attempt(
    _ english: String, _ swedish: String, _ confidence: Advice.Confidence = .certain,
    ways: [[Advice.Step]], unknown: [Text] = []
  ) -> Advice {
    Advice(
      .attempt, Text(english, swedish), confidence, fixer: .companyAdministrator, ways: ways,
      retry: .yes, unknown: unknown)
  }

  private var abandoned: Advice {
    guard !gaveUp else {
      return attempt(
        "The administrator gave up the attempt before it expired.",
        "Administratören avbröt försöket innan det gick ut.", ways: [[authorizeAgain, approve]])
    }
    return attempt(
      "Nobody came back from \(name) within 45 minutes.",
      "Ingen kom tillbaka från \(name) inom 45 minuter.", ways: [[authorizeAgain, approve]],
      unknown: [
        Text(
          "What happened at \(name): a closed page, a wrong user or password and a login that got "
            + "stuck cannot be told apart from here.",
          "Vad som hände hos \(name): en stängd sida, fel användare eller lösenord och en "
            + "inloggning som fastnade går inte att skilja åt härifrån.")
      ])
  }

  private var otherBrowser: Advice {
    attempt(
      "The answer came to another browser than the one that started, and so did not count.",
      "Svaret kom till en annan webbläsare än den som startade och räknades därför inte.",
      ways: [
        [
          authorizeAgain,
          Advice.Step(
            .companyAdministrator, "Log in and approve in that same browser, without switching.",
            "Logga in och godkänn i samma webbläsare, utan att byta."),
        ]
      ],
      unknown: [
        Text(
          "Whether the same person changed browser or somebody else followed the link.",
          "Om samma person bytte webbläsare eller om någon annan följde länken.")
      ])
  }

  // https://github.com/erp-mafia/accounted/issues/146
  private var callbackEmpty: Advice {
    Advice(
      .provider,
      Text(
        "\(name) sent the browser back without an answer, which has been seen when the \(name) "
          + "account was locked.",
        "\(name) skickade tillbaka webbläsaren utan svar, vilket har setts när kontot i \(name) "
          + "var låst."), .likely, fixer: .companyAdministrator,
      ways: [
        [
          Advice.Step(
            .companyAdministrator,
            "Log in to \(name) directly and see whether the account is locked, for example for an "
              + "unpaid invoice.",
            "Logga in direkt i \(name) och se om kontot är låst, till exempel för en obetald "
              + "faktura."), authorizeAgain,
        ]
      ], retry: .afterwards,
      unknown: [
        Text(
          "Why \(name) gave no answer: it held neither code nor error.",
          "Varför \(name) inte svarade: anropet hade varken kod eller fel.")
      ])
  }

  // An authorization code lives for ten minutes and can be used once
  // (https://www.fortnox.se/developer/authorization).
  private var codeRejected: Advice {
    attempt(
      "\(name) refused the authorization code: it had expired or been used.",
      "\(name) godtog inte koden: den hade gått ut eller redan använts.", .likely,
      ways: [[authorizeAgain, approve]],
      unknown: [
        Text(
          "Which of the two it was: \(name) gives one answer for both.",
          "Vilket det var: \(name) svarar likadant i båda fallen.")
      ])
  }
}
