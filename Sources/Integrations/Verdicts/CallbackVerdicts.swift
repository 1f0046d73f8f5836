extension ProblemInContext {
  /// An answer came back that could not count.
  var callbackTexts: VerdictTexts {
    switch problem.code {
    case .otherBrowser: otherBrowser
    case .stateUsed: stateUsed
    default: stateExpired
    }
  }

  private var otherBrowser: VerdictTexts {
    VerdictTexts(
      holds: Text(
        "The answer came to a browser that had not started the attempt.",
        "Svaret kom till en webbläsare som inte hade startat försöket."), title: attemptTitle,
      cause: Text(
        "The answer came to another browser than the one that started, and so did not count.",
        "Svaret kom till en annan webbläsare än den som startade och räknades därför inte."),
      unknown: [
        Text(
          "Whether the same person changed browser or somebody else followed the link.",
          "Om samma person bytte webbläsare eller om någon annan följde länken.")
      ])
  }

  private var stateUsed: VerdictTexts {
    VerdictTexts(
      holds: Text(
        "The answer came for an attempt that had ended or been replaced.",
        "Svaret kom till ett försök som hade avslutats eller ersatts."), title: attemptTitle,
      cause: Text(
        "The answer from \(system) came for an attempt that had ended or been replaced by a newer "
          + "one.",
        "Svaret från \(system) gällde ett försök som hade avslutats eller ersatts av ett nyare."),
      fixes: [steps.closeOtherTabs])
  }

  private var stateExpired: VerdictTexts {
    let minutes =
      attempt.map { ($0.expiresAt.milliseconds - $0.started.time.milliseconds) / 60_000 }
      ?? Limits.attemptSeconds / 60
    return VerdictTexts(
      holds: Text(
        "The answer came after the attempt had expired.",
        "Svaret kom efter att försöket hade gått ut."), title: attemptTitle,
      cause: Text(
        "The answer from \(system) came after the attempt had expired: it was open for \(minutes) "
          + "minutes.",
        "Svaret från \(system) kom efter att försöket hade gått ut: det var öppet i \(minutes) "
          + "minuter."))
  }
}
