/// The buttons that steps mention.
///
/// The product's page takes its labels from here too.
public enum PageButton: String, CaseIterable, Sendable {
  /// Starts an attempt where there is no grant.
  case authorize
  /// Starts an attempt while there is a grant.
  case reauthorize
  /// Saves the settings and starts an attempt, where there is no grant.
  case saveAndAuthorize
  /// Saves the settings while there is a grant.
  case save
  /// Enables transfers.
  case enable
  /// Asks the registers again.
  case checkAgain
  /// Opens a mail to support.
  case writeToSupport
  /// Ends the open attempt.
  case giveUp

  /// The button's label.
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
