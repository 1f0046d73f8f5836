import Encoding
import Integrations

/// A mail to support that asks for a removal, written in advance.
enum SupportMail {
  /// What the company wants to do after the removal.
  enum Goal {
    case serviceAccount
    case personsAccount
    case otherCompany

    /// The goal of a way.
    init(_ way: [AdviceStep], _ verdict: VerdictCode, _ state: Integration) {
      let isOfService = state.grant?.accountType == .service
      if way.contains(where: { $0.code == .chooseServiceAccount }) {
        self = .serviceAccount
      } else if state.serviceAccountSelected != isOfService {
        self = isOfService ? .personsAccount : .serviceAccount
      } else if verdict == .otherCompany || way.contains(where: { $0.code == .chooseCompany }) {
        self = .otherCompany
      } else {
        self = Goal(switching: state)
      }
    }

    /// Changing to the other kind of account, or where there is none to another company.
    init(switching state: Integration) {
      guard state.provider.profile.hasServiceAccount else {
        self = .otherCompany
        return
      }
      self = state.grant?.accountType == .service ? .personsAccount : .serviceAccount
    }

    fileprivate func text(_ provider: Provider) -> Text {
      switch self {
      case .serviceAccount:
        Text(
          "we can authorize with a service account instead",
          "vi kan auktorisera med ett servicekonto i stället")
      case .personsAccount:
        Text(
          "we can authorize with a person's account instead of the service account",
          "vi kan auktorisera med en persons konto i stället för servicekontot")
      case .otherCompany:
        Text(
          "we can authorize with another company in \(provider.system) instead",
          "vi kan auktorisera med ett annat företag i \(provider.system) i stället")
      }
    }
  }

  /// The `mailto:` address with subject and text.
  static func link(
    to address: String, _ company: Company, _ provider: Provider, for goal: Goal,
    in language: Language
  ) -> String {
    let subject = Text(
      "Remove the authorization of \(provider.title) for \(company)",
      "Ta bort auktoriseringen av \(provider.title) för \(company)")(language)
    let body = Text(
      """
      Hello,

      please remove the stored authorization of \(provider.title) for our company (\(company)), so \
      that \(goal.text(provider).english).

      """,
      """
      Hej,

      ta gärna bort den sparade auktoriseringen av \(provider.title) för vårt företag (\(company)), så \
      att \(goal.text(provider).swedish).

      """)(language)
    return "mailto:\(address)?subject=\(escape(subject))&body=\(escape(body))"
  }

  /// Percent-encoded (RFC 6068 section 2), line ends as mail has them.
  private static func escape(_ text: String) -> String {
    Percent.encode(text.replacing("\n", with: "\r\n"), leaving: .alphanumeric)
  }
}
