/// The buttons of the product's page that steps name: one table, which the page uses too.
public enum PageButton: String, CaseIterable, Sendable {
  /// Starts an attempt where there is no grant.
  case authorize
  /// Starts an attempt where a grant stands.
  case reauthorize
  /// Saves the settings and starts an attempt, where there is no grant.
  case saveAndAuthorize
  /// Saves the settings, where a grant stands.
  case save
  /// Enables transfers.
  case enable
  /// Asks the registers again.
  case checkAgain
  /// Opens a mail to support.
  case writeToSupport
  /// Ends the open attempt.
  case giveUp

  /// What stands on it.
  public var title: Text {
    switch self {
    case .authorize: Text("Authorize", "Auktorisera")
    case .reauthorize: Text("Re-authorize", "Auktorisera på nytt")
    case .saveAndAuthorize: Text("Save and authorize", "Spara och auktorisera")
    case .save: Text("Save", "Spara")
    case .enable: Text("Enable", "Aktivera")
    case .checkAgain: Text("Check again", "Kontrollera igen")
    case .writeToSupport: Text("Write to support", "Skriv till supporten")
    case .giveUp: Text("Give up", "Avbryt")
    }
  }
}
