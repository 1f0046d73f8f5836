import Integrations

/// The buttons of an integration's page: in one row under the settings, and beside the steps that
/// name them.
///
/// Each button sends the settings form, so that a choice made there is never lost.
struct StepButtons {
  let state: Integration
  let now: Timestamp
  let path: String
  let company: Company
  let provider: Provider
  /// The address of support; nil if none is known.
  let supportEmail: String?
  let language: Language
  /// True while a consent waits for its company to be allowed: then saving looks for it, and starts
  /// nothing.
  var isCompanyMissing = false

  private var isOpen: Bool { state.attemptState(at: now) == .open }

  // MARK: The row

  /// The buttons under the settings, the most likely one marked.
  ///
  /// - Parameter first: The button of the first step that is advised.
  func row(advising first: PageButton?) -> [[String: Any]] {
    var row: [PageButton]
    if state.grant == nil, isCompanyMissing {
      row = [.save, .authorize]
    } else if state.grant == nil {
      let isNew = state.attempt == nil && state.removal == nil
      row = isNew ? [.saveAndAuthorize] : [.authorize, .saveAndAuthorize]
    } else {
      row = [.save, .enable]
      if !state.isEnded(at: now), state.settings != nil { row.append(.checkAgain) }
      row.append(.reauthorize)
    }
    if isOpen { row.append(.giveUp) }
    let advised = first.flatMap { row.contains($0) ? $0 : nil }
    // The page asks to look again first.
    let main = isCompanyMissing ? nil : state.grant == nil ? row[0] : advised ?? .save
    return row.map { value($0, isMain: $0 == main) }
  }

  private func value(_ button: PageButton, isMain: Bool) -> [String: Any] {
    let isSwitch = button == .enable
    let isOn = isSwitch && state.settings?.enabled == true
    var value = press(button)
    value["id"] = Self.id(button)
    value["tone"] = (isSwitch ? "switch" : "") + (isOn ? " on" : "") + (isMain ? " primary" : "")
    value["isSwitch"] = isSwitch
    value["checked"] = isOn ? "true" : "false"
    if isOn {
      value["title"] = Text("Enabled", "Aktiverad")(language)
      value["value"] = "no"
    }
    return value
  }

  private static func id(_ button: PageButton) -> String {
    switch button {
    case .saveAndAuthorize, .save: "save"
    case .checkAgain: "recheck"
    case .giveUp: "give-up"
    default: button.rawValue
    }
  }

  /// The request of a button: its address, and the field that it sends.
  private func press(_ button: PageButton) -> [String: Any] {
    let action =
      switch button {
      case .authorize, .reauthorize: "authorize"
      case .saveAndAuthorize, .save, .writeToSupport: "save"
      case .enable: "enable"
      case .checkAgain: "recheck"
      case .giveUp: "give-up"
      }
    return [
      "button": button.rawValue, "title": button.title(language), "action": "\(path)/\(action)",
      "hasField": button == .enable, "value": "yes", "isLater": false,
    ]
  }

  // MARK: Beside a step

  /// The button beside each step of a way.
  ///
  /// Buttons after a step of support's cannot be pressed before that step.
  func values(_ way: [AdviceStep], _ verdict: VerdictCode) -> [[String: Any]] {
    let removal = way.firstIndex { $0.code == .removeAuthorization } ?? way.endIndex
    return way.enumerated().map { index, step -> [String: Any] in
      guard let button = step.button else { return [:] }
      if button == .writeToSupport {
        return ["mail": mail(SupportMail.Goal(way, verdict, state))]
      }
      var value = press(button)
      value["isLater"] = index > removal
      return ["press": value]
    }
  }

  /// A link that writes a mail to support, and the address for people without a mail program.
  func mail(_ goal: SupportMail.Goal) -> [String: Any] {
    [
      "title": PageButton.writeToSupport.title(language), "address": supportEmail ?? "",
      "href": SupportMail.link(
        to: supportEmail ?? "", company, provider, for: goal, in: language),
    ]
  }
}

extension AdviceStep {
  /// The button of the page that the step names; nil if it names none.
  var button: PageButton? {
    switch code {
    case .authorize: .authorize
    case .reauthorize: .reauthorize
    case .saveAndAuthorize: .saveAndAuthorize
    case .configure: .save
    case .enable: .enable
    case .checkAgain: .checkAgain
    case .askSupportToRemove: .writeToSupport
    default: nil
    }
  }
}
