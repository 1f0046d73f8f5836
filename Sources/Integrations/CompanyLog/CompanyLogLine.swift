/// What a person reads about one action in the company log.
///
/// Severity and code are stored; the text is made when it is read, so that both languages have it
/// and a better wording reaches old lines as well.
public struct CompanyLogLine: Hashable, Sendable {
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
  public var severity: CompanyLogSeverity
  /// The stable code.
  public var code: CompanyLogCode
  /// What happened, in a sentence.
  public var text: Text
  /// The provider's own words.
  public var quotations: [Quotation]
  /// The ways to fix it, as `why` gave them at that time.
  public var ways: [[AdviceStep]] = []
  /// When it happened, for a line that only time has caused; nil for a line of a record.
  public var computedAt: Timestamp?

  /// The line of an action without what to do: what happened, and the provider's words.
  ///
  /// - Parameter isGivenUp: True if it ends an attempt that the administrator gave up.
  public init(_ action: Action, _ names: Names, isGivenUp: Bool = false) {
    (severity, code) = Self.line(for: action)
    text = action.text(names, isGivenUp: isGivenUp)
    quotations = action.quotations
  }

  /// The line of a record, from the state before it.
  public init(_ recorded: Recorded, before: Integration, _ names: Names) {
    var after = before
    after.evolve(recorded.action, cited: recorded.citation)
    self.init(recorded, after: after, names)
  }

  /// The line of a record, from the state after it.
  init(_ recorded: Recorded, after: Integration, _ names: Names) {
    let isEnd = after.attempt?.ended == recorded.citation
    self.init(recorded.action, names, isGivenUp: isEnd && after.gaveUp)
    if let intermediary = recorded.intermediary {
      text =
        text
        + Text(
          "Done as \(recorded.actor), through \(intermediary).",
          "Gjort som \(recorded.actor), genom \(intermediary).")
    }
    guard severity != .info else { return }
    let plan = RemedyPlan(
      state: after, diagnosis: after.diagnosis(at: recorded.time), names: names, at: recorded.time)
    ways = plan.ways(shownBy: recorded.citation)
  }

  /// A line for what time alone has changed.
  init(
    severity: CompanyLogSeverity, code: CompanyLogCode, computedAt time: Timestamp, text: Text,
    ways: [[AdviceStep]]
  ) {
    self.severity = severity
    self.code = code
    self.text = text
    quotations = []
    self.ways = ways
    computedAt = time
  }

  /// The part of a line that is stored.
  public static func line(for action: Action) -> (
    severity: CompanyLogSeverity, code: CompanyLogCode
  ) {
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
  ) -> (severity: CompanyLogSeverity, code: CompanyLogCode) {
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

/// How much it matters.
public enum CompanyLogSeverity: String, CaseIterable, Comparable, Sendable {
  /// Something was done.
  case info
  /// Something did not count, or may resolve itself.
  case warning
  /// Something is wrong, and somebody must act.
  case error

  /// True if this matters less than the other.
  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .info: 0
    case .warning: 1
    case .error: 2
    }
  }
}

extension Failed.Reason {
  /// A warning for what may resolve itself, else an error.
  fileprivate var severity: CompanyLogSeverity {
    switch self {
    case .superseded: .info
    case .abandoned, .refreshUnknown, .checkUnknown, .providerUnavailable, .declined: .warning
    default: .error
    }
  }
}

extension Action {
  /// The provider's own words.
  fileprivate var quotations: [CompanyLogLine.Quotation] {
    switch self {
    case .permissionDenied(let data):
      data.refusals.map {
        CompanyLogLine.Quotation(
          register: $0.register, code: $0.code.map(String.init),
          words: ProviderText.shown($0.message),
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
