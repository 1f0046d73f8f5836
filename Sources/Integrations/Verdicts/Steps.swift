/// The steps in words, each with the button that it presses.
struct Steps {
  var names: Names

  private var product: String { names.product.name }
  private var system: String { names.system }

  private func press(
    _ code: Advice.Step.Code, _ button: PageButton, _ english: String = "", _ swedish: String = ""
  ) -> Advice.Step {
    let title = button.title
    return Advice.Step(
      code, .companyAdministrator, "In \(product), \(english)click \(title.english).",
      swedish.isEmpty
        ? "Klicka på \(title.swedish) i \(product)."
        : "\(swedish) och klicka på \(title.swedish) i \(product).")
  }

  var authorize: Advice.Step { press(.authorize, .authorize) }
  var reauthorize: Advice.Step { press(.reauthorize, .reauthorize) }

  func saveAndAuthorize(isNew: Bool) -> Advice.Step {
    isNew
      ? press(
        .saveAndAuthorize, .saveAndAuthorize,
        "pick \(names.title) in the list of integrations, choose what to transfer, and ",
        "Välj \(names.title) i listan över integrationer, ange vad som ska överföras")
      : press(.saveAndAuthorize, .saveAndAuthorize)
  }

  var configure: Advice.Step {
    press(.configure, .save, "choose what to transfer and ", "Ange vad som ska överföras")
  }

  var enable: Advice.Step { press(.enable, .enable) }
  var checkAgain: Advice.Step { press(.checkAgain, .checkAgain) }

  func approve(_ accountType: AccountType, another: Bool = false) -> Advice.Step {
    switch accountType {
    case .user:
      Advice.Step(
        .approve, .companyAdministrator, "Log in to \(system) and click Approve authorization.",
        "Logga in i \(system) och klicka på Godkänn & aktivera.")
    case .service:
      Advice.Step(
        .approveAsSystemAdministrator, .providerAdministrator,
        "Log in and approve as a system administrator in \(system)"
          + (another ? "; the same person will not do." : "."),
        "Logga in och godkänn som systemadministratör i \(system)"
          + (another ? "; samma person räcker inte." : "."))
    }
  }

  var approveInSameBrowser: Advice.Step {
    Advice.Step(
      .approve, .companyAdministrator,
      "Log in to \(system) and approve in that same browser, without switching.",
      "Logga in i \(system) och godkänn i samma webbläsare, utan att byta.")
  }

  var finishAtProvider: Advice.Step {
    Advice.Step(
      .finishAtProvider, .companyAdministrator, "Go on in the window where \(system) is open.",
      "Fortsätt i fönstret där \(system) är öppet.")
  }

  func chooseCompany(_ number: String?) -> Advice.Step {
    let shown = number.map(ProviderText.shown)
    return Advice.Step(
      .chooseCompany, .companyAdministrator, company: number,
      shown.map { "When logging in to \(system), choose the company with database number \($0)." }
        ?? "When logging in to \(system), choose the same company as before.",
      shown.map { "Välj företaget med databasnummer \($0) vid inloggningen i \(system)." }
        ?? "Välj samma företag som tidigare vid inloggningen i \(system).")
  }

  var chooseServiceAccount: Advice.Step {
    Advice.Step(
      .chooseServiceAccount, .companyAdministrator,
      "In \(product), select the service account in the settings.",
      "Välj servicekonto i inställningarna i \(product).")
  }

  var choosePersonsAccount: Advice.Step {
    Advice.Step(
      .choosePersonsAccount, .companyAdministrator,
      "In \(product), select a person's account in the settings: the integration then has the "
        + "rights of the person who approves.",
      "Välj en persons konto i inställningarna i \(product): integrationen får då samma behörighet "
        + "som den som godkänner.")
  }

  /// Waiting, a while or until what is under way has ended.
  var wait: Advice.Step {
    Advice.Step(.wait, .companyAdministrator, "Wait a while.", "Vänta en stund.")
  }

  func giveRights(_ registers: [Register], _ accountType: AccountType?) -> Advice.Step {
    let title = registers.title
    return accountType == .service
      ? Advice.Step(
        .giveRights, .providerAdministrator, registers: registers,
        "In \(system), see that the company has \(title.english) and that the service account may "
          + "use them.",
        "Se till i \(system) att företaget har \(title.swedish) och att servicekontot får använda "
          + "dem.")
      : Advice.Step(
        .giveRights, .providerAdministrator, registers: registers,
        "In \(system), find where behörigheter are set and turn them on for \(title.english) for "
          + "the person who approved.",
        "Slå på behörigheten för \(title.swedish) i \(system) för den person som godkände.")
  }

  private func order(_ what: Text) -> Text {
    Text(
      "In \(system), order \(what.english), under Tilläggsbeställning or Administrera användare.",
      "Beställ \(what.swedish) i \(system), under Tilläggsbeställning eller Administrera "
        + "användare.")
  }

  // https://www.fortnox.se/developer/faq
  var orderIntegrationLicence: Advice.Step {
    let text = order(Text("the licence Integration", "licensen Integration"))
    return Advice.Step(
      .orderIntegrationLicence, .providerAdministrator, text.english, text.swedish)
  }

  func orderScopeLicence(_ registers: [Register]) -> Advice.Step {
    let text = order(
      registers.isEmpty
        ? Text(
          "the licences for what is to be transferred", "licenserna för det som ska överföras")
        : Text(
          "the licence for \(registers.title.english)",
          "licensen för \(registers.title.swedish)"))
    return Advice.Step(
      .orderScopeLicence, .providerAdministrator, registers: registers, text.english,
      text.swedish)
  }

  /// Two steps of one code as one.
  func joined(_ one: Advice.Step, _ other: Advice.Step) -> Advice.Step {
    // None named means any.
    let isAny = one.registers.isEmpty || other.registers.isEmpty
    let registers = isAny ? [] : Registers(one.registers + other.registers).sorted
    switch one.code {
    case .orderScopeLicence: return orderScopeLicence(registers)
    default: return one
    }
  }

  // https://www.fortnox.se/developer/faq
  var buyApp: Advice.Step {
    Advice.Step(
      .buyApp, .providerAdministrator,
      "In \(system), search for the integration \(product) and click buy.",
      "Sök efter integrationen \(product) i \(system) och klicka på köp.")
  }

  var unlockAccount: Advice.Step {
    Advice.Step(
      .unlockAccount, .providerAdministrator,
      "Log in to \(system) directly and see whether the account is locked, for example for an "
        + "unpaid invoice; have it unlocked.",
      "Logga in direkt i \(system) och se om kontot är låst, till exempel för en obetald faktura; "
        + "se till att det låses upp.")
  }

  var enableScopes: Advice.Step {
    Advice.Step(
      .enableScopesAtProvider, .operations,
      "In \(system)'s Developer Portal, enable for the app every scope that is asked for.",
      "Aktivera för appen alla behörigheter som den begär, i \(system) Developer Portal.")
  }

  var allowServiceAccount: Advice.Step {
    Advice.Step(
      .allowServiceAccountAtProvider, .operations,
      "In \(system)'s Developer Portal, let the app be authorized with a service account.",
      "Möjliggör auktorisering som servicekonto för appen i \(system) Developer Portal.")
  }

  var mendClient: Advice.Step {
    Advice.Step(
      .mendClientCredentials, .operations,
      "Put the app's client id and client secret right, as \(system)'s Developer Portal has them.",
      "Rätta appens client id och client secret, så som \(system) Developer Portal har dem.")
  }

  var askSupportToRemove: Advice.Step {
    let title = PageButton.writeToSupport.title
    return Advice.Step(
      .askSupportToRemove, .companyAdministrator,
      "In \(product), click \(title.english) and ask them to remove the current authorization.",
      "Klicka på \(title.swedish) i \(product) och be dem ta bort den nuvarande auktoriseringen.")
  }

  func removeAuthorization(isForService: Bool) -> Advice.Step {
    isForService
      ? Advice.Step(
        .removeAuthorization, .support,
        "Remove the stored authorization, for the switch to a service account.",
        "Ta bort den sparade auktoriseringen, för bytet till servicekonto.")
      : Advice.Step(
        .removeAuthorization, .support, "Remove the stored authorization, as requested.",
        "Ta bort den sparade auktoriseringen, på begäran.")
  }

  var readProvidersWords: Advice.Step {
    Advice.Step(
      .readProvidersWords, .support,
      "Read \(system)'s own words in the company log, and ask \(system) what they mean.",
      "Läs vad \(system) själv skriver i företagets logg och fråga \(system) vad det betyder.")
  }

  var closeOtherTabs: Advice.Step {
    Advice.Step(
      .closeOtherTabs, .companyAdministrator, "Close other tabs with \(product) and \(system).",
      "Stäng andra flikar med \(product) och \(system).")
  }

  var restoreVault: Advice.Step {
    Advice.Step(
      .restoreVault, .operations,
      "Put the stored credentials and the key that opens them back in place.",
      "Lägg tillbaka de sparade uppgifterna och nyckeln som öppnar dem.")
  }
}
