/// What a person reads about one action in the company log.
///
/// Severity and code are stored; the text is made when it is read, so that both languages have it
/// and a better wording reaches old lines as well.
public struct CompanyLogLine: Hashable, Sendable {
  /// How much it matters.
  public enum Severity: String, CaseIterable, Sendable {
    /// Something was done.
    case info
    /// Something did not count, or may come right by itself.
    case warning
    /// Something is wrong, and somebody must act.
    case error
  }

  /// The provider's own words about one register, or about an attempt.
  public struct Quotation: Hashable, Sendable {
    /// The register they are about, where they are about one.
    public var register: Register?
    /// The provider's code, or its OAuth error code, as shown.
    public var code: String?
    /// The words, made safe to show.
    public var words: String?
    /// The HTTP status.
    public var httpStatus: Int?
  }

  /// How much it matters.
  public var severity: Severity
  /// The stable code.
  public var code: CompanyLogCode
  /// What happened, in a sentence.
  public var text: Text
  /// The provider's own words.
  public var quotations: [Quotation]
  /// What to do, where somebody can do something.
  public var remedy: Text?

  /// The line of an action.
  public init(_ action: Action, _ provider: Provider) {
    (severity, code) = Self.line(for: action)
    text = action.text(provider)
    quotations = action.quotations
    remedy = severity == .info ? nil : action.situation(provider)?.advice.remedy
  }

  /// The part of a line that is stored.
  public static func line(for action: Action) -> (severity: Severity, code: CompanyLogCode) {
    switch action {
    case .configured(let data): (.info, data.enabled ? .enabled : .configured)
    case .serviceAccountSelected(let data):
      (.info, data.selected ? .serviceAccountSelected : .serviceAccountDeselected)
    case .authorizeStarted: (.info, .authorizeStarted)
    case .callbackReceived(let data): line(for: data)
    case .approved(let data):
      switch data.via {
      case .consent: (.info, .approved)
      case .recheck: (.info, .rechecked)
      case .refresh: (.info, .refreshed)
      }
    case .reauthorized: (.info, .reauthorized)
    case .failed(let data): (data.reason.severity, CompanyLogCode(data.reason))
    case .permissionDenied(let data):
      switch data.layer {
      case .person: (.error, .permissionDeniedPerson)
      case .scope: (.error, .permissionDeniedScope)
      case .licence: (.error, .permissionDeniedLicence)
      }
    case .credentialsRemoved: (.info, .credentialsRemoved)
    }
  }

  private static func line(
    for data: CallbackReceived
  ) -> (severity: Severity, code: CompanyLogCode) {
    switch data.verdict {
    case .accepted:
      switch data.answer {
      case .code: (.info, .callbackCode)
      case .error: (.info, .callbackError)
      case .empty: (.warning, .callbackEmpty)
      }
    case .expired: (.warning, .callbackExpired)
    case .alreadyUsed: (.warning, .callbackAlreadyUsed)
    case .closed: (.warning, .callbackClosed)
    case .otherBrowser: (.warning, .callbackOtherBrowser)
    case .malformed: (.warning, .callbackMalformed)
    }
  }
}

extension Failed.Reason {
  /// What may come right by itself is a warning.
  fileprivate var severity: CompanyLogLine.Severity {
    switch self {
    case .superseded: .info
    case .abandoned, .refreshUnknown, .checkUnknown, .providerUnavailable, .declined: .warning
    default: .error
    }
  }
}

extension Action {
  /// The situation that the action alone shows, for what to do about it.
  fileprivate func situation(_ provider: Provider) -> Situation? {
    switch self {
    case .failed(let data):
      var situation = Situation(code: VerdictCode(data.reason), provider: provider)
      situation.stage = data.stage
      situation.hasGrant = data.reason == .wrongCompany || data.isOfGrant
      situation.isOfAttempt = !data.isOfGrant
      situation.hasLivingGrant = situation.hasGrant && data.reason != .licenceMissing
      return situation
    case .permissionDenied(let data):
      var situation = Situation(code: VerdictCode(data.layer), provider: provider)
      situation.registers = data.refusals.map(\.register)
      situation.hasGrant = true
      situation.hasLivingGrant = true
      return situation
    case .callbackReceived(let data):
      let code: VerdictCode? =
        switch data.verdict {
        case .expired: .stateExpired
        case .otherBrowser: .otherBrowser
        default: nil
        }
      return code.map { Situation(code: $0, provider: provider) }
    default: return nil
    }
  }

  /// The provider's own words.
  fileprivate var quotations: [CompanyLogLine.Quotation] {
    switch self {
    case .permissionDenied(let data):
      data.refusals.map {
        CompanyLogLine.Quotation(
          register: $0.register, code: String($0.code), words: ProviderText.shown($0.message),
          httpStatus: $0.httpStatus)
      }
    case .failed(let data):
      quotation(data.providerError, data.providerMessage, data.httpStatus)
    case .callbackReceived(let data): quotation(data.error, data.errorDescription, nil)
    default: []
    }
  }

  private func quotation(
    _ code: String?, _ words: String?, _ httpStatus: Int?
  ) -> [CompanyLogLine.Quotation] {
    guard code != nil || words != nil || httpStatus != nil else { return [] }
    return [
      CompanyLogLine.Quotation(
        register: nil, code: code.map(ProviderText.shown), words: words.map(ProviderText.shown),
        httpStatus: httpStatus)
    ]
  }
}
