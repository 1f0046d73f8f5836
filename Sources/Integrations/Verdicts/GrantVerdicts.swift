extension ProblemInContext {
  /// The grant has ended, may have ended, or was removed.
  var grantTexts: VerdictTexts {
    switch problem.code {
    case .grantDead: grantDead
    case .refreshUnknown: refreshUnknown
    default: removed
    }
  }

  private var grantDead: VerdictTexts {
    let (cause, unknown): (Text, [Text]) =
      switch problem.death {
      case .expired:
        (
          Text(
            "The authorization was not refreshed before it ended, and \(system) let it expire.",
            "Auktoriseringen förnyades inte innan den gick ut hos \(system)."),
          problem.confidence == .certain
            ? []
            : [
              Text(
                "Whether a refresh moved its end by less than a day: that is not recorded.",
                "Om en förnyelse flyttade slutet mindre än ett dygn: det registreras inte.")
            ]
        )
      case .unrefreshable:
        (
          Text(
            "The authorization is a person's and came without a refresh token: it ended with its "
              + "access token.",
            "Auktoriseringen är en persons och kunde inte förnyas: den slutade gälla efter en kort "
              + "stund."),
          problem.confidence == .certain
            ? []
            : [
              Text(
                "Whether a refresh moved its end by less than a day: that is not recorded.",
                "Om en förnyelse flyttade slutet mindre än ett dygn: det registreras inte.")
            ]
        )
      case .usedTwice:
        (
          Text(
            "The refresh token was probably used twice: it had been refreshed moments before. That "
              + "is our fault.",
            "Förnyelsen användes troligen två gånger: auktoriseringen hade förnyats alldeles innan. "
              + "Felet är vårt."), []
        )
      case .answerLost:
        (
          Text(
            "The answer to an earlier refresh was lost or could not be used, and the refresh had "
              + "probably spent the refresh token.",
            "Svaret på en tidigare förnyelse nådde oss inte eller gick inte att använda, och "
              + "förnyelsen kunde troligen inte göras om."), []
        )
      case .endedElsewhere(let consent): endedElsewhere(consent)
      case .unexplained, nil:
        (
          Text(
            "\(system) says that the authorization no longer stands.",
            "\(system) säger att auktoriseringen inte längre gäller."),
          [
            names.profile.answers.consentsAreShared
              ? Text(
                "What ended it: removed in \(system), ended by a consent that the same person gave "
                  + "for another company, or the person who approved left.",
                "Vad som avslutade den: borttagen i \(system), ersatt av ett godkännande som samma "
                  + "person gav för ett annat företag, eller att den som godkände har slutat.")
              : Text(
                "What ended it: removed in \(system), a security policy there, or the person who "
                  + "approved left.",
                "Vad som avslutade den: borttagen i \(system), en säkerhetsregel där, eller att den "
                  + "som godkände har slutat.")
          ]
        )
      }
    return VerdictTexts(
      holds: Text(
        "The provider answered invalid_grant at a refresh, or the refresh token's time ran out.",
        "Leverantören svarade invalid_grant vid en förnyelse, eller förnyelsens tid gick ut."),
      title: Text(
        "has lost its connection to \(names.title)",
        "har förlorat anslutningen till \(names.title)"), cause: cause,
      fixer: .companyAdministrator, unknown: unknown)
  }

  private func endedElsewhere(_ consent: ConsentElsewhere) -> (cause: Text, unknown: [Text]) {
    let product = names.product.title
    let when = "\(consent.time.minute) (\(consent.position))"
    return (
      Text(
        "\(system) says that the authorization no longer stands; a consent for another company, by the "
          + "same user of \(product.english), may have ended it: \(when).",
        "\(system) säger att auktoriseringen inte längre gäller; ett godkännande för ett annat företag, "
          + "av samma användare i \(product.swedish), kan ha avslutat den: \(when)."),
      [
        Text(
          "Whether that consent ended it: it may as well have been removed in \(system), or the person "
            + "who approved left.",
          "Om det godkännandet avslutade den: den kan också ha tagits bort i \(system), eller så har den "
            + "som godkände slutat."),
        Text(
          "Whether authorizing again with the same person ends the other company's authorization; if it "
            + "does, let another person approve for one of the two.",
          "Om en ny auktorisering med samma person avslutar det andra företagets; låt i så fall en annan "
            + "person godkänna för ett av de två."),
      ]
    )
  }

  private var refreshUnknown: VerdictTexts {
    VerdictTexts(
      holds: Text(
        "A refresh was sent, and its answer was lost or could not be used.",
        "En förnyelse skickades, och svaret nådde oss inte eller gick inte att använda."),
      title: useTitle,
      cause: Text(
        "The refresh token was sent to \(system), and the answer was lost or could not be used.",
        "En förnyelse skickades till \(system), men svaret nådde oss inte eller gick inte att "
          + "använda."),
      fixer: .nobody,
      unknown: [
        names.profile.answers.refreshTokensAreUsedOnce
          ? Text(
            "Whether the grant still stands: \(system) may have spent the token, which can be used "
              + "once.",
            "Om auktoriseringen fortfarande gäller: en förnyelse kan bara göras en gång, och "
              + "\(system) kan ha räknat den.")
          : Text(
            "Whether the grant still stands: \(system) may have replaced the token.",
            "Om auktoriseringen fortfarande gäller: \(system) kan ha ersatt förnyelsen.")
      ], retry: .automatic)
  }

  private var removed: VerdictTexts {
    let cause: Text =
      switch problem.removal {
      case .switchToServiceAccount:
        Text(
          "Support removed the authorization so that a service account can take its place.",
          "Supporten tog bort auktoriseringen så att ett servicekonto kan ta dess plats.")
      case .offboarding:
        Text(
          "Support removed the authorization because the company is leaving.",
          "Supporten tog bort auktoriseringen eftersom företaget slutar.")
      case .requested, nil:
        Text(
          "Support removed the authorization because the company asked for it.",
          "Supporten tog bort auktoriseringen eftersom företaget bad om det.")
      }
    let isLeaving = problem.removal == .offboarding
    return VerdictTexts(
      holds: Text(
        "Support removed the stored authorization, and nobody has started anew.",
        "Supporten tog bort den sparade auktoriseringen, och ingen har börjat om."),
      title: Text(
        "is no longer connected to \(names.title)", "är inte längre ansluten till \(names.title)"),
      cause: cause, fixer: isLeaving ? .nobody : nil, retry: isLeaving ? .notNeeded : nil)
  }
}
