extension ProblemInContext {
  /// The provider gave no answer, or refused for the moment.
  var providerTexts: VerdictTexts {
    switch problem.code {
    case .exchangeUnknown: exchangeUnknown
    case .checkUnknown: checkUnknown
    default: providerDown
    }
  }

  private var providerDown: VerdictTexts {
    let isOfUse = hasLivingGrant && !problem.isOfAttempt
    return VerdictTexts(
      holds: Text(
        "The provider answered 5xx or 429, or not at all.",
        "Leverantören svarade 5xx eller 429, eller inte alls."),
      title: isOfUse ? useTitle : attemptTitle,
      cause: Text(
        "\(system) was down, refused for the moment or could not be reached.",
        "\(system) låg nere, nekade tillfälligt eller gick inte att nå."),
      fixer: isOfUse ? .nobody : .companyAdministrator,
      unknown: [
        Text(
          "Whether \(system) or the way to it was at fault.",
          "Om felet låg hos \(system) eller på vägen dit.")
      ], fixes: [steps.wait], retry: isOfUse ? .automatic : .yes)
  }

  private var exchangeUnknown: VerdictTexts {
    VerdictTexts(
      holds: Text(
        "The authorization code was sent, and no answer is recorded.",
        "Koden skickades, och inget svar är registrerat."), title: attemptTitle,
      cause: Text(
        "The authorization code was sent to \(system), and no answer reached us.",
        "Koden skickades till \(system), och inget svar nådde oss."),
      unknown: [
        Text(
          "Whether \(system) used the code: it can be sent only once, so nobody asked again.",
          "Om \(system) använde koden: den kan bara skickas en gång, så ingen frågade igen.")
      ])
  }

  private var checkUnknown: VerdictTexts {
    VerdictTexts(
      holds: Text(
        "The company that consented could not be read before the attempt expired.",
        "Företaget som godkände gick inte att läsa innan försöket gick ut."), title: attemptTitle,
      cause: Text(
        "The consent was given, but the company could not be read in \(system) before the attempt "
          + "expired.",
        "Godkännandet gavs, men företaget gick inte att läsa i \(system) innan försöket gick ut."),
      unknown: [Text("Which company consented.", "Vilket företag som godkände.")])
  }
}
