/// What can be done about a verdict.
///
/// This part of an explanation does not depend on which records show it, so the company log has it
/// too.
public struct Advice: Hashable, Sendable {
  /// Who can act.
  public enum Fixer: String, CaseIterable, Sendable {
    /// The company's administrator in the product.
    case companyAdministrator
    /// The company's administrator in the provider's system.
    case providerAdministrator
    /// The product's support.
    case support
    /// Those who run the product.
    case operations
    /// The provider.
    case provider
    /// Nobody needs to, or nobody can.
    case nobody
  }

  /// How sure a cause is.
  public enum Confidence: String, CaseIterable, Sendable {
    /// The records say so.
    case certain
    /// The records fit it better than anything else.
    case likely
    /// The records do not tell.
    case unknown
  }

  /// Whether authorizing again helps.
  public enum Retry: String, CaseIterable, Sendable {
    /// It may well.
    case yes
    /// It does not.
    case no
    /// Only when the steps before it are done.
    case afterwards
    /// The product tries by itself.
    case automatic
    /// There is nothing to try.
    case notNeeded
  }

  /// Whether somebody must act; also the exit code of `authledger why`.
  public enum Health: Int, Sendable {
    /// Nobody needs to act.
    case healthy = 0
    /// Somebody must act.
    case action = 1
    /// It is not known yet.
    case unknown = 2
  }

  /// The layer where the problem is.
  public var layer: Layer
  /// The cause, in a sentence.
  public var cause: Text
  /// How sure the cause is.
  public var confidence: Confidence
  /// Who can fix it.
  public var fixer: Fixer
  /// The alternative ways to fix it, each a list of steps; one way is enough.
  public var ways: [[AdviceStep]]
  /// Whether authorizing again helps.
  public var retry: Retry
  /// What the records cannot tell.
  public var unknown: [Text]
  /// Whether somebody must act.
  public var health: Health
  /// True if another person's approval could succeed.
  var isOfPerson = false
  /// The host product.
  var product: HostProduct
}

extension [[AdviceStep]] {
  /// The ways as running text; nil if there are none.
  public var remedy: Text? {
    let sentences = map { steps in
      Text(
        steps.map(\.text.english).joined(separator: " "),
        steps.map(\.text.swedish).joined(separator: " "))
    }
    guard var remedy = sentences.first else { return nil }
    for sentence in sentences.dropFirst() {
      remedy = remedy + Text("Or: ", "Eller: ").followed(by: sentence)
    }
    return remedy
  }
}

extension Advice {
  /// Whether authorizing again helps, in a sentence.
  public var retryText: Text {
    guard isOfPerson, retry == .no else { return retry.text(product) }
    return Text(
      "Authorizing again with the same person will not help.",
      "Att auktorisera på nytt med samma person hjälper inte.")
  }
}

extension Text {
  fileprivate func followed(by text: Text) -> Text {
    Text(english + text.english, swedish + text.swedish)
  }
}

extension Advice.Retry {
  fileprivate func text(_ product: HostProduct) -> Text {
    switch self {
    case .yes: Text("Authorizing again may help.", "Att auktorisera på nytt kan hjälpa.")
    case .no: Text("Authorizing again will not help.", "Att auktorisera på nytt hjälper inte.")
    case .afterwards:
      Text(
        "Authorizing again helps only after these steps.",
        "Att auktorisera på nytt hjälper först efter dessa steg.")
    case .automatic:
      Text(
        "\(product.subject.english) tries again by \(product.itself.english).",
        "\(product.subject.swedish) försöker igen av \(product.itself.swedish).")
    case .notNeeded: Text("There is nothing to try again.", "Inget nytt försök behövs.")
    }
  }
}

extension Advice.Fixer {
  /// The role as a noun in a sentence.
  public func title(
    _ company: Company?, _ provider: Provider, _ product: HostProduct
  ) -> Text {
    let name = company?.id
    switch self {
    case .companyAdministrator:
      return Text(
        name.map { "the administrator of \($0) in \(product.title.english)" }
          ?? "the company's administrator",
        name.map { "administratören för \($0) i \(product.title.swedish)" }
          ?? "företagets administratör")
    case .providerAdministrator:
      return Text(
        name.map { "the administrator of \($0) in \(provider.system)" }
          ?? "the company's administrator in \(provider.system)",
        name.map { "administratören för \($0) i \(provider.system)" }
          ?? "företagets administratör i \(provider.system)")
    case .support: return product.support
    case .operations: return product.operations
    case .provider: return Text(provider.system, provider.system)
    case .nobody: return Text("nobody", "ingen")
    }
  }
}
