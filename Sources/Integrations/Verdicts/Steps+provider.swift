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
        english: names.words.givingRights(title).english,
        swedish: names.words.givingRights(title).swedish)
  }

  private func order(_ what: Text) -> Text {
    let place = names.words.orderedWhere
    return Text(
      "In \(system), order \(what.english)\(place.english).",
      "Beställ \(what.swedish) i \(system)\(place.swedish).")
  }

  var orderIntegrationLicence: AdviceStep {
    let text = order(names.words.integrationLicence)
    return AdviceStep(
      .orderIntegrationLicence, by: .providerAdministrator, english: text.english,
      swedish: text.swedish)
  }

  func orderScopeLicence(_ registers: [Register]) -> AdviceStep {
    let text = order(names.words.licenceOf(registers))
    return AdviceStep(
      .orderScopeLicence, by: .providerAdministrator, registers: registers, english: text.english,
      swedish: text.swedish)
  }

  var buyApp: AdviceStep {
    AdviceStep(
      .buyApp, by: .providerAdministrator,
      english: "In \(system), search for \(names.product.integration.english) and click buy.",
      swedish: "Sök efter \(names.product.integration.swedish) i \(system) och klicka på köp.")
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
      english:
        "In \(names.words.portal.english), enable for the app every scope that is asked for.",
      swedish:
        "Aktivera för appen alla behörigheter som den begär, i \(names.words.portal.swedish).")
  }

  var allowServiceAccount: AdviceStep {
    AdviceStep(
      .allowServiceAccountAtProvider, by: .operations,
      english:
        "In \(names.words.portal.english), let the app be authorized with a service account.",
      swedish: "Möjliggör auktorisering som servicekonto för appen i \(names.words.portal.swedish)."
    )
  }

  var fixClientCredentials: AdviceStep {
    AdviceStep(
      .mendClientCredentials, by: .operations,
      english:
        "Put the app's client id and client secret right, as \(names.words.portal.english) has them.",
      swedish:
        "Rätta appens client id och client secret, så som \(names.words.portal.swedish) har dem.")
  }
}
