extension Situation {
  /// The servers did not understand each other, or one of them was not there.
  var adviceOnExchange: Advice {
    switch code {
    case .scopeNotEnabled:
      ours(
        "\(name) does not let our app ask for what it asks for: a scope or the service account is "
          + "not enabled for it. Every company is hit.",
        "\(name) låter inte vår app begära det den begär: ett scope eller tjänstekontot är inte "
          + "aktiverat för den. Alla företag drabbas.",
        Advice.Step(
          .operations,
          "In \(name)'s Developer Portal, enable what is missing for the app; then tell the companies.",
          "Aktivera det som saknas för appen i \(name) Developer Portal och meddela sedan "
            + "företagen."))
    case .clientRefused:
      ours(
        "\(name) refuses our own credentials. Every company is hit.",
        "\(name) godtar inte våra egna uppgifter. Alla företag drabbas.",
        Advice.Step(
          .operations, "Check the app's client id and client secret at \(name).",
          "Kontrollera appens client id och client secret hos \(name)."))
    case .providerDown: providerDown
    case .exchangeUnknown:
      Advice(
        .provider,
        Text(
          "The authorization code was sent to \(name), and no answer reached us.",
          "Koden skickades till \(name), och inget svar nådde oss."), .likely,
        fixer: .companyAdministrator, ways: [[authorizeAgain]], retry: .yes,
        unknown: [
          Text(
            "Whether \(name) used the code: it can be sent only once, so nobody asked again.",
            "Om \(name) använde koden: den kan bara skickas en gång, så ingen frågade igen.")
        ])
    case .refreshUnknown: refreshUnknown
    case .checkUnknown: checkUnknown
    case .grantDead: grantDead
    default: unrecognised
    }
  }

  private func ours(_ english: String, _ swedish: String, _ step: Advice.Step) -> Advice {
    Advice(
      .clientCredentials, Text(english, swedish), fixer: .operations,
      ways: [isOfLivingGrant ? [step] : [step, authorizeAgain]],
      retry: isOfLivingGrant ? .automatic : .afterwards)
  }

  private var providerDown: Advice {
    let cause = Text(
      "\(name) was down, refused for the moment or could not be reached.",
      "\(name) låg nere, nekade tillfälligt eller gick inte att nå.")
    let unknown = [
      Text(
        "Whether \(name) or the way to it was at fault.",
        "Om felet låg hos \(name) eller på vägen dit.")
    ]
    guard !isOfLivingGrant else {
      return Advice(
        .provider, cause, fixer: .nobody, retry: .automatic, unknown: unknown, standing: .unknown)
    }
    return Advice(
      .provider, cause, fixer: .companyAdministrator,
      ways: [
        [
          hasGrant
            ? Advice.Step(
              .companyAdministrator, "Wait a while, then click Re-authorize in Moment.",
              "Vänta en stund och klicka sedan på Återauktorisera i Moment.")
            : Advice.Step(
              .companyAdministrator, "Wait a while, then click Authorize in Moment.",
              "Vänta en stund och klicka sedan på Auktorisera i Moment.")
        ]
      ], retry: .yes, unknown: unknown)
  }

  private var refreshUnknown: Advice {
    Advice(
      .grant,
      Text(
        "The refresh token was sent to \(name), and no answer reached us.",
        "Förnyelsetoken skickades till \(name), men inget svar nådde oss."), .likely,
      fixer: .nobody,
      ways: [
        [
          Advice.Step(
            .companyAdministrator,
            "If the next refresh fails as well, click Re-authorize in Moment.",
            "Klicka på Återauktorisera i Moment om även nästa förnyelse misslyckas.")
        ]
      ], retry: .automatic,
      unknown: [
        Text(
          "Whether the grant still stands: \(name) may have spent the token, which can be used once.",
          "Om auktoriseringen fortfarande gäller: \(name) kan ha förbrukat förnyelsetoken, som bara "
            + "kan användas en gång.")
      ], standing: .unknown)
  }

  private var checkUnknown: Advice {
    guard !isOfLivingGrant else {
      return Advice(
        .provider,
        Text(
          "\(name) did not answer when the registers were checked.",
          "\(name) svarade inte när registren kontrollerades."), .likely, fixer: .nobody,
        retry: .automatic,
        unknown: [
          Text("Whether the registers are open.", "Om registren är öppna.")
        ], standing: .unknown)
    }
    return Advice(
      .provider,
      Text(
        "The consent was given, but the company could not be read in \(name) before the attempt "
          + "expired.",
        "Godkännandet gavs, men företaget gick inte att läsa i \(name) innan försöket gick ut."),
      .likely, fixer: .companyAdministrator, ways: [[authorizeAgain]], retry: .yes,
      unknown: [
        Text("Which company consented.", "Vilket företag som godkände.")
      ])
  }

  private var grantDead: Advice {
    let (cause, confidence, unknown): (Text, Advice.Confidence, [Text]) =
      switch death {
      case .expired:
        (
          Text(
            "The authorization was not refreshed for 45 days, and \(name) let it expire.",
            "Auktoriseringen förnyades inte på 45 dagar, och \(name) lät den gå ut."), .certain, []
        )
      case .usedTwice:
        (
          Text(
            "The refresh token was used twice: we refreshed it moments before. That is our fault.",
            "Förnyelsetoken användes två gånger: vi hade förnyat alldeles innan. Felet är vårt."),
          .likely, []
        )
      case .answerLost:
        (
          Text(
            "An earlier refresh got no answer and had probably spent the refresh token.",
            "En tidigare förnyelse fick inget svar och hade troligen redan förbrukat "
              + "förnyelsetoken."), .likely, []
        )
      case .unexplained, nil:
        (
          Text(
            "\(name) says that the authorization no longer stands.",
            "\(name) säger att auktoriseringen inte längre gäller."), .certain,
          [
            Text(
              "What ended it: removed in \(name), a security policy there, or the person who "
                + "approved left.",
              "Vad som avslutade den: borttagen i \(name), en säkerhetsregel där, eller att den "
                + "som godkände har slutat.")
          ]
        )
      }
    return Advice(
      .grant, cause, confidence, fixer: .companyAdministrator,
      ways: [
        [
          Advice.Step(
            .companyAdministrator, "In Moment, click Re-authorize.",
            "Klicka på Återauktorisera i Moment.")
        ]
      ], retry: .yes, unknown: unknown)
  }

  private var unrecognised: Advice {
    Advice(
      .provider,
      Text(
        "\(name) gave an answer that is not known here.",
        "\(name) gav ett svar som inte är känt här."), .unknown, fixer: .support,
      ways: [
        [
          Advice.Step(
            .support, "Read \(name)'s own words, and ask \(name) what they mean.",
            "Läs vad \(name) själv skriver och fråga \(name) vad det betyder.")
        ]
      ], retry: .yes,
      unknown: [
        Text("What the answer means.", "Vad svaret betyder.")
      ], standing: .unknown)
  }
}
