/// One thing that a person does.
public struct AdviceStep: Hashable, Sendable {
  /// What is done, for programs.
  public var code: StepCode
  /// Who does it.
  public var person: Advice.Fixer
  /// The registers concerned; empty for none or all.
  public var registers: [Register]
  /// The provider's company concerned.
  public var company: String?
  /// Until when to wait, if that is known.
  public var until: Timestamp?
  /// What is done, for people.
  public var text: Text

  init(
    _ code: StepCode, by person: Advice.Fixer, registers: [Register] = [], company: String? = nil,
    until: Timestamp? = nil, english: String, swedish: String
  ) {
    self.code = code
    self.person = person
    self.registers = registers
    self.company = company
    self.until = until
    text = Text(english, swedish)
  }
}

/// What is done, for programs.
public enum StepCode: String, CaseIterable, Sendable {
  /// Choose what to transfer, and save.
  case configure
  /// Save the settings, which starts an attempt.
  case saveAndAuthorize
  /// Start an attempt.
  case authorize
  /// Start an attempt beside the grant.
  case reauthorize
  /// Go on where the browser waits at the provider.
  case finishAtProvider
  /// Choose a company when logging in.
  case chooseCompany
  /// Log in and approve.
  case approve
  /// Log in and approve as a system administrator.
  case approveAsSystemAdministrator
  /// Choose a service account in the settings.
  case chooseServiceAccount
  /// Choose a person's account in the settings.
  case choosePersonsAccount
  /// Enable transfers.
  case enable
  /// Have the registers asked again.
  case checkAgain
  /// Wait a while.
  case wait
  /// Give a person or the service account rights at the provider.
  case giveRights
  /// Order the licence for integrations.
  case orderIntegrationLicence
  /// Order the licence of a scope.
  case orderScopeLicence
  /// Buy our app at the provider.
  case buyApp
  /// See to it that the company's account is not locked.
  case unlockAccount
  /// Let our app see the company.
  case allowCompany
  /// Enable scopes for our app at the provider.
  case enableScopesAtProvider
  /// Allow our app to ask for service accounts.
  case allowServiceAccountAtProvider
  /// Put our credentials at the provider right.
  case mendClientCredentials
  /// Ask support to remove the stored authorization.
  case askSupportToRemove
  /// Remove the stored authorization.
  case removeAuthorization
  /// Remove our app at the provider.
  case removeAtProvider
  /// Read what the provider itself said.
  case readProvidersWords
  /// Close other tabs.
  case closeOtherTabs
  /// Let another person finish an attempt.
  case letOtherFinish
  /// Put back the stored credentials and the key that opens them.
  case restoreVault
}
