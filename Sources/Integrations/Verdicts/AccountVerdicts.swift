extension ProblemInContext {
  /// The browser came back with neither code nor error: seen when the account at the provider was
  /// locked (https://github.com/erp-mafia/accounted/issues/146).
  var accountTexts: VerdictTexts {
    let mayBeLocked = names.profile.answers.isSilentWhenLocked
    return VerdictTexts(
      holds: Text(
        "The browser came back with neither code nor error.",
        "Webbläsaren kom tillbaka med varken kod eller fel."), title: attemptTitle,
      cause: mayBeLocked
        ? Text(
          "\(system) sent the browser back without an answer, which has been seen when the account "
            + "in \(system) was locked.",
          "\(system) skickade tillbaka webbläsaren utan svar, vilket har setts när kontot i "
            + "\(system) var låst.")
        : Text(
          "\(system) sent the browser back without an answer.",
          "\(system) skickade tillbaka webbläsaren utan svar."),
      fixer: .companyAdministrator,
      unknown: [
        Text(
          "Why \(system) gave no answer: it held neither code nor error.",
          "Varför \(system) inte svarade: anropet hade varken kod eller fel.")
      ], fixes: mayBeLocked ? [steps.unlockAccount] : [])
  }
}
