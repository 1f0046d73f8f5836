/// The steps at the provider: rights, licences, and what is set for our app.
extension Steps {
  func giveRights(_ registers: [Register], _ accountType: AccountType?) -> AdviceStep {
    let title = registers.title
    return accountType == .service
      ? AdviceStep(
        .giveRights, by: .providerAdministrator, registers: registers,
        english:
          "In \(system), see that the company has \(title.english) and that the service account may "
          + "use them.",
        swedish:
          "Se till i \(system) att företaget har \(title.swedish) och att servicekontot får använda "
          + "dem.")
      : AdviceStep(
        .giveRights, by: .providerAdministrator, registers: registers,
        english:
          "In \(system), find where behörigheter are set and turn them on for \(title.english) for "
          + "the person who approved.",
        swedish: "Slå på behörigheten för \(title.swedish) i \(system) för den person som godkände."
      )
  }

  private func order(_ what: Text) -> Text {
    Text(
      "In \(system), order \(what.english), under Tilläggsbeställning or Administrera användare.",
      "Beställ \(what.swedish) i \(system), under Tilläggsbeställning eller Administrera "
        + "användare.")
  }

  // https://www.fortnox.se/developer/faq
  var orderIntegrationLicence: AdviceStep {
    let text = order(Text("the licence Integration", "licensen Integration"))
    return AdviceStep(
      .orderIntegrationLicence, by: .providerAdministrator, english: text.english,
      swedish: text.swedish)
  }

  func orderScopeLicence(_ registers: [Register]) -> AdviceStep {
    let text = order(
      registers.isEmpty
        ? Text(
          "the licences for what is to be transferred", "licenserna för det som ska överföras")
        : Text(
          "the licence for \(registers.title.english)",
          "licensen för \(registers.title.swedish)"))
    return AdviceStep(
      .orderScopeLicence, by: .providerAdministrator, registers: registers, english: text.english,
      swedish: text.swedish)
  }

  // https://www.fortnox.se/developer/faq
  var buyApp: AdviceStep {
    AdviceStep(
      .buyApp, by: .providerAdministrator,
      english: "In \(system), search for the integration \(product) and click buy.",
      swedish: "Sök efter integrationen \(product) i \(system) och klicka på köp.")
  }

  var unlockAccount: AdviceStep {
    AdviceStep(
      .unlockAccount, by: .providerAdministrator,
      english:
        "Log in to \(system) directly and see whether the account is locked, for example for an "
        + "unpaid invoice; have it unlocked.",
      swedish:
        "Logga in direkt i \(system) och se om kontot är låst, till exempel för en obetald faktura; "
        + "se till att det låses upp.")
  }

  var enableScopes: AdviceStep {
    AdviceStep(
      .enableScopesAtProvider, by: .operations,
      english: "In \(system)'s Developer Portal, enable for the app every scope that is asked for.",
      swedish: "Aktivera för appen alla behörigheter som den begär, i \(system) Developer Portal.")
  }

  var allowServiceAccount: AdviceStep {
    AdviceStep(
      .allowServiceAccountAtProvider, by: .operations,
      english: "In \(system)'s Developer Portal, let the app be authorized with a service account.",
      swedish: "Möjliggör auktorisering som servicekonto för appen i \(system) Developer Portal.")
  }

  var fixClientCredentials: AdviceStep {
    AdviceStep(
      .mendClientCredentials, by: .operations,
      english:
        "Put the app's client id and client secret right, as \(system)'s Developer Portal has them.",
      swedish:
        "Rätta appens client id och client secret, så som \(system) Developer Portal har dem.")
  }
}
