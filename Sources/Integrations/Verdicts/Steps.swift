/// Every step in both languages: here those in the product and those of support and operations.
struct Steps {
  var names: Names

  var product: Text { names.product.title }
  var system: String { names.system }

  /// Pressing a button, after something else in the same sentence where that is given.
  private func press(
    _ code: StepCode, on button: PageButton, first: Text? = nil
  ) -> AdviceStep {
    let title = button.title
    return AdviceStep(
      code, by: .companyAdministrator,
      english: "In \(product.english), \(first?.english ?? "")click \(title.english).",
      swedish: first.map { "\($0.swedish) och klicka på \(title.swedish) i \(product.swedish)." }
        ?? "Klicka på \(title.swedish) i \(product.swedish).")
  }

  var authorize: AdviceStep { press(.authorize, on: .authorize) }
  var reauthorize: AdviceStep { press(.reauthorize, on: .reauthorize) }

  func saveAndAuthorize(isNew: Bool) -> AdviceStep {
    guard isNew else { return press(.saveAndAuthorize, on: .saveAndAuthorize) }
    let code =
      names.words.companyCode == nil
      ? Text("", "") : Text("enter the company code, ", "fyll i företagskoden, ")
    return press(
      .saveAndAuthorize, on: .saveAndAuthorize,
      first: Text(
        "pick \(names.title) in the list of integrations, \(code.english)choose what to transfer, "
          + "and ",
        "Välj \(names.title) i listan över integrationer, \(code.swedish)ange vad som ska överföras"
      ))
  }

  /// Giving our app access to the company that the company code names.
  var allowCompany: AdviceStep {
    let path = names.words.companyCode?.access ?? Text("", "")
    return AdviceStep(
      .allowCompany, by: .companyAdministrator,
      english: "In \(system), see that \(product.english) has access to the company, under "
        + "\(path.english).",
      swedish: "Se till i \(system) att \(product.swedish) har åtkomst till företaget, under "
        + "\(path.swedish).")
  }

  /// Correcting the company code; without a grant, saving it starts an attempt.
  func correctCompanyCode(hasGrant: Bool) -> AdviceStep {
    let first = Text("correct the company code and ", "Rätta företagskoden")
    return hasGrant
      ? press(.configure, on: .save, first: first)
      : press(.saveAndAuthorize, on: .saveAndAuthorize, first: first)
  }

  var configure: AdviceStep {
    press(
      .configure, on: .save,
      first: Text("choose what to transfer and ", "Ange vad som ska överföras"))
  }

  var enable: AdviceStep { press(.enable, on: .enable) }
  var checkAgain: AdviceStep { press(.checkAgain, on: .checkAgain) }

  func approve(_ accountType: AccountType, another: Bool = false) -> AdviceStep {
    switch accountType {
    case .user:
      AdviceStep(
        .approve, by: .companyAdministrator,
        english: "Log in to \(system) and \(names.words.approving.english).",
        swedish: "Logga in i \(system) och \(names.words.approving.swedish).")
    case .service:
      AdviceStep(
        .approveAsSystemAdministrator, by: .providerAdministrator,
        english: "Log in and approve as a system administrator in \(system)"
          + (another ? "; the same person will not do." : "."),
        swedish: "Logga in och godkänn som systemadministratör i \(system)"
          + (another ? "; samma person räcker inte." : "."))
    }
  }

  var approveInSameBrowser: AdviceStep {
    AdviceStep(
      .approve, by: .companyAdministrator,
      english: "Log in to \(system) and approve in that same browser, without switching.",
      swedish: "Logga in i \(system) och godkänn i samma webbläsare, utan att byta.")
  }

  var finishAtProvider: AdviceStep {
    AdviceStep(
      .finishAtProvider, by: .companyAdministrator,
      english: "Go on in the window where \(system) is open.",
      swedish: "Fortsätt i fönstret där \(system) är öppet.")
  }

  func chooseCompany(_ number: String?) -> AdviceStep {
    let shown = number.map(ProviderText.shown)
    let noun = names.words.companyNumber
    return AdviceStep(
      .chooseCompany, by: .companyAdministrator, company: number,
      english: shown.map {
        "When logging in to \(system), choose the company with \(noun.english) \($0)."
      }
        ?? "When logging in to \(system), choose the same company as before.",
      swedish: shown.map {
        "Välj företaget med \(noun.swedish) \($0) vid inloggningen i \(system)."
      }
        ?? "Välj samma företag som tidigare vid inloggningen i \(system).")
  }

  var chooseServiceAccount: AdviceStep {
    AdviceStep(
      .chooseServiceAccount, by: .companyAdministrator,
      english: "In \(product.english), select the service account in the settings.",
      swedish: "Välj servicekonto i inställningarna i \(product.swedish).")
  }

  var choosePersonsAccount: AdviceStep {
    AdviceStep(
      .choosePersonsAccount, by: .companyAdministrator,
      english:
        "In \(product.english), select a person's account in the settings: the integration then has the "
        + "rights of the person who approves.",
      swedish:
        "Välj en persons konto i inställningarna i \(product.swedish): integrationen får då samma behörighet "
        + "som den som godkänner.")
  }

  /// Waiting, a while or until what is under way has ended.
  var wait: AdviceStep {
    AdviceStep(
      .wait, by: .companyAdministrator, english: "Wait a while.", swedish: "Vänta en stund.")
  }

  /// Waiting until a time that is too far away to be a while.
  func wait(until end: Timestamp) -> AdviceStep {
    AdviceStep(
      .wait, by: .companyAdministrator, until: end, english: "Wait until \(end.minute).",
      swedish: "Vänta till \(end.minute).")
  }

  /// Two steps of one code as one.
  func joined(_ one: AdviceStep, _ other: AdviceStep) -> AdviceStep {
    // None named means any.
    let isAny = one.registers.isEmpty || other.registers.isEmpty
    let registers = isAny ? [] : Registers(one.registers + other.registers).sorted
    switch one.code {
    case .orderScopeLicence: return orderScopeLicence(registers)
    default: return one
    }
  }

  var askSupportToRemove: AdviceStep {
    let title = PageButton.writeToSupport.title
    return AdviceStep(
      .askSupportToRemove, by: .companyAdministrator,
      english:
        "In \(product.english), click \(title.english) and ask them to remove the current authorization.",
      swedish:
        "Klicka på \(title.swedish) i \(product.swedish) och be dem ta bort den nuvarande auktoriseringen."
    )
  }

  func removeAuthorization(isForService: Bool) -> AdviceStep {
    isForService
      ? AdviceStep(
        .removeAuthorization, by: .support,
        english: "Remove the stored authorization, for the switch to a service account.",
        swedish: "Ta bort den sparade auktoriseringen, för bytet till servicekonto.")
      : AdviceStep(
        .removeAuthorization, by: .support,
        english: "Remove the stored authorization, as requested.",
        swedish: "Ta bort den sparade auktoriseringen, på begäran.")
  }

  var readProvidersWords: AdviceStep {
    AdviceStep(
      .readProvidersWords, by: .support,
      english: "Read \(system)'s own words in the company log, and ask \(system) what they mean.",
      swedish:
        "Läs vad \(system) själv skriver i företagets logg och fråga \(system) vad det betyder.")
  }

  var closeOtherTabs: AdviceStep {
    AdviceStep(
      .closeOtherTabs, by: .companyAdministrator,
      english: "Close other tabs with \(product.english) and \(system).",
      swedish: "Stäng andra flikar med \(product.swedish) och \(system).")
  }

  var restoreVault: AdviceStep {
    AdviceStep(
      .restoreVault, by: .operations,
      english: "Put the stored credentials and the key that opens them back in place.",
      swedish: "Lägg tillbaka de sparade uppgifterna och nyckeln som öppnar dem.")
  }
}
