extension ProblemInContext {
  /// The provider does not accept our credentials or what our app asks for; those who run the
  /// product fix it.
  var appTexts: VerdictTexts {
    problem.code == .clientRefused ? clientRefused : scopeNotEnabled
  }

  private var clientRefused: VerdictTexts {
    VerdictTexts(
      holds: Text("The provider answered invalid_client.", "Leverantören svarade invalid_client."),
      title: hasLivingGrant && !problem.isOfAttempt ? useTitle : attemptTitle,
      cause: Text(
        "\(system) refuses our own credentials. Every company is hit.",
        "\(system) godtar inte våra egna uppgifter. Alla företag drabbas."),
      fixes: [steps.fixClientCredentials])
  }

  private var scopeNotEnabled: VerdictTexts {
    let isService = problem.kinds.contains(.serviceAccountNotAllowed)
    return VerdictTexts(
      holds: Text(
        "The provider answered invalid_scope, or that our app may not use a service account.",
        "Leverantören svarade invalid_scope, eller att vår app inte får använda servicekonto."),
      title: attemptTitle,
      cause: isService
        ? Text(
          "\(system) does not let our app ask for a service account. Every company that asks for "
            + "one is hit.",
          "\(system) låter inte vår app begära ett servicekonto. Alla företag som begär ett "
            + "drabbas.")
        : Text(
          "\(system) does not let our app ask for what it asks for: a scope is not enabled for it. "
            + "Every company that asks for the same scope is hit.",
          "\(system) låter inte vår app begära allt den begär: en behörighet är inte aktiverad för den. "
            + "Alla företag som begär samma behörighet drabbas."),
      fixes: [isService ? steps.allowServiceAccount : steps.enableScopes])
  }

  /// The title where a use of the grant came to nothing.
  var useTitle: Text {
    Text("could not be refreshed or checked", "kunde inte förnyas eller kontrolleras")
  }
}
