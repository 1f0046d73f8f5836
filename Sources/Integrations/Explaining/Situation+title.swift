extension Situation {
  /// What is wrong, in the reader's words.
  func title(of company: Company) -> Text {
    let id = company.id
    let registers = registers.title
    let (english, swedish): (String, String) =
      switch code {
      case .healthy: ("is connected to \(name) and works", "är ansluten till \(name) och fungerar")
      case .notEnabled:
        ("is connected to \(name), but not enabled", "är ansluten till \(name) men inte aktiverad")
      case .neverStarted:
        ("has not been connected to \(name) yet", "har inte anslutits till \(name) än")
      case .pending: ("is being authorized right now", "håller på att auktoriseras")
      case .credentialsRemoved:
        ("is no longer connected to \(name)", "är inte längre ansluten till \(name)")
      case .switchNeedsRemoval:
        (
          "cannot change account type before support has acted",
          "kan inte byta kontotyp innan supporten har gjort sitt"
        )
      case .authorizerLacksRights:
        ("cannot transfer \(registers.english)", "kan inte överföra \(registers.swedish)")
      case .scopeNotGranted:
        (
          "needs re-authorization to transfer \(registers.english)",
          "behöver återauktoriseras för att överföra \(registers.swedish)"
        )
      case .licenceMissing:
        ("lacks a licence in \(name)", "saknar en licens i \(name)")
      case .grantDead:
        ("has lost its connection to \(name)", "har förlorat anslutningen till \(name)")
      case .refreshUnknown,
        .providerDown where isOfLivingGrant,
        .checkUnknown where isOfLivingGrant,
        .clientRefused where isOfLivingGrant,
        .unrecognised where isOfLivingGrant:
        ("could not be refreshed or checked", "kunde inte förnyas eller kontrolleras")
      default:
        hasLivingGrant
          ? ("was not re-authorized", "blev inte återauktoriserad")
          : ("could not be authorized", "kunde inte auktoriseras")
      }
    return Text("\(id) \(english).", "\(id) \(swedish).")
  }

  /// The command to go on with.
  func next(_ company: Company, _ attempt: AttemptID?) -> String {
    let option = provider == .fortnox ? "" : " --provider \(provider.rawValue)"
    switch code {
    case .healthy, .notEnabled, .neverStarted, .pending, .credentialsRemoved, .switchNeedsRemoval,
      .scopeNotGranted:
      return "authledger status \(company)\(option)"
    case .scopeNotEnabled, .clientRefused, .providerDown: return "authledger failures\(option)"
    case .authorizerLacksRights, .licenceMissing, .grantDead, .refreshUnknown, .checkUnknown:
      return "authledger log \(company)\(option)"
    default:
      guard let attempt else { return "authledger log \(company)\(option)" }
      return "authledger history \(company) --attempt \(attempt)"
    }
  }
}
