extension ProblemInContext {
  /// Nothing has failed; perhaps something is left to do in the product.
  var settingsTexts: VerdictTexts {
    switch problem.code {
    case .notEnabled: notEnabled
    case .nothingToTransfer: nothingToTransfer
    case .neverStarted: neverStarted
    case .switchNeedsRemoval: switchNeedsRemoval
    default: healthy
    }
  }

  private var healthy: VerdictTexts {
    VerdictTexts(
      holds: Text(
        "A grant stands, transfers are enabled, and by the last answers nothing is wrong with it.",
        "En auktorisering gäller, överföringen är aktiverad och inget är fel enligt de senaste "
          + "svaren."),
      title: hasAnswered
        ? Text(
          "is connected to \(names.title) and works",
          "är ansluten till \(names.title) och fungerar")
        : Text(
          "is connected to \(names.title), and nothing is known to be wrong",
          "är ansluten till \(names.title), och inget känt fel finns"),
      cause: Text(
        "The authorization stands and nothing is refused, by the last answers.",
        "Auktoriseringen gäller och inget nekas, enligt de senaste svaren."),
      fixer: .nobody, retry: .notNeeded)
  }

  private var notEnabled: VerdictTexts {
    VerdictTexts(
      holds: Text(
        "A grant stands and nothing is refused, but the integration is not enabled.",
        "En auktorisering gäller och inget nekas, men integrationen är inte aktiverad."),
      title: Text(
        "is connected to \(names.title), but not enabled",
        "är ansluten till \(names.title) men inte aktiverad"),
      cause: Text(
        "The integration is not enabled.", "Integrationen är inte aktiverad."), retry: .notNeeded)
  }

  private var nothingToTransfer: VerdictTexts {
    VerdictTexts(
      holds: Text(
        "A grant stands, and nothing is chosen to transfer.",
        "En auktorisering gäller, men inget är valt att överföra."),
      title: Text(
        "is connected to \(names.title), but transfers nothing",
        "är ansluten till \(names.title) men överför inget"),
      cause: Text("Nothing is chosen to transfer.", "Inget är valt att överföra."),
      retry: .notNeeded)
  }

  private var neverStarted: VerdictTexts {
    VerdictTexts(
      holds: Text("No attempt was ever started.", "Inget försök har någonsin startats."),
      title: Text(
        "has not been connected to \(names.title) yet", "har inte anslutits till \(names.title) än"),
      cause: Text("Nobody has started to authorize.", "Ingen har börjat auktorisera."))
  }

  // The account type is chosen before an attempt; support removes a grant of the other type first.
  private var switchNeedsRemoval: VerdictTexts {
    VerdictTexts(
      holds: Text(
        "The account type chosen is not that of the stored authorization.",
        "Den valda kontotypen är inte den sparade auktoriseringens."),
      title: Text(
        "cannot change account type before support has acted",
        "kan inte byta kontotyp innan supporten har gjort sitt"),
      cause: problem.accountType == .service
        ? Text(
          "The service account is deselected, but a service account's authorization is stored.",
          "Servicekonto är bortvalt, men en auktorisering med servicekonto är sparad.")
        : Text(
          "A service account is selected, but a person's authorization is stored.",
          "Servicekonto är valt, men en personlig auktorisering är sparad."),
      fixer: .support, retry: .afterwards)
  }
}
