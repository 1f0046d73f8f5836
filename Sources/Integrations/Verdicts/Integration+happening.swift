extension Integration {
  /// How the latest attempt ended if it reached no layer: nobody came back, the person declined,
  /// another browser, a late answer.
  ///
  /// Nil after support removed the authorization, and once a grant was found in order after the
  /// attempt.
  func happening(at now: Timestamp) -> Problem? {
    guard let attempt, removal == nil, let code = happeningCode(at: now) else { return nil }
    if let grant, (attempt.ended ?? attempt.started) <= grant.confirmed { return nil }
    var problem = Problem(code, layer: .attempt)
    problem.confidence = Problem(example: code).confidence
    problem.isOfAttempt = true
    problem.accountType = attempt.accountType
    problem.span.cited = [attempt.started, attempt.answered, attempt.refused, attempt.ended]
      .compactMap(\.self)
    switch code {
    case .pending: problem.span.first = attempt.started.time
    case .otherBrowser, .stateUsed, .stateExpired:
      problem.span.first = attempt.refused?.time ?? attempt.ended?.time ?? attempt.expiresAt
      problem.span.latest = attempt.refused?.time
    default:
      let answered = attempt.answer == .error ? attempt.answered : nil
      problem.span.first = (attempt.ended ?? answered)?.time ?? attempt.expiresAt
    }
    return problem
  }

  /// Why the latest attempt failed, if the cause does not concern a new attempt: another account
  /// type or other transfers were chosen since.
  var lastFailure: Problem? {
    guard let attempt, removal == nil, let failureCode else { return nil }
    var problem = Problem(failureCode, layer: .attempt, since: attempt.ended?.time)
    problem.kinds = Set(Finding.Kind.allCases.filter { $0.verdict == problem.code }.prefix(1))
    problem.isOfAttempt = true
    problem.isTouched = true
    problem.accountType = attempt.accountType
    problem.span.cited = [attempt.started, attempt.answered, attempt.ended].compactMap(\.self)
    return problem
  }

  /// The verdict of the reason for which the latest attempt failed; nil if it did not.
  var failureCode: VerdictCode? {
    guard case .failed(_, let reason) = attempt?.outcome else { return nil }
    return VerdictCode(reason)
  }

  func happeningCode(at now: Timestamp) -> VerdictCode? {
    guard let attempt else { return nil }
    switch attemptState(at: now) {
    case .none, .ended(.approved): return nil
    case .open:
      let isElsewhere = attempt.refusedCallback == .otherBrowser && attempt.answer == nil
      return isElsewhere ? .otherBrowser : openCode
    case .expired, .ended(.failed(_, .abandoned)):
      switch attempt.answer {
      case .code: return .exchangeUnknown
      case .error: return isDeclined ? .denied : nil
      case .empty: return nil
      case nil: return codeOfNoAnswer(attempt)
      }
    case .ended(.failed(_, let reason)): return Self.happening(reason)
    }
  }

  /// The verdict on an open attempt.
  ///
  /// An accepted error ends the attempt, even before its failure is recorded.
  private var openCode: VerdictCode? {
    attempt?.answer == .error ? (isDeclined ? .denied : nil) : .pending
  }

  /// True if the error that came back reached no layer: the person declined.
  private var isDeclined: Bool { !findings.all.contains { $0.latest == attempt?.answered } }

  private func codeOfNoAnswer(_ attempt: Attempt) -> VerdictCode? {
    switch attempt.refusedCallback {
    case .expired: .stateExpired
    case .otherBrowser: .otherBrowser
    case .alreadyUsed, .closed: .stateUsed
    case .malformed, .accepted, nil: attempt.isBesideEarlier ? .stateUsed : .abandoned
    }
  }

  /// The verdict for a reason that reaches no layer; nil for a reason that does.
  private static func happening(_ reason: Failed.Reason) -> VerdictCode? {
    switch reason {
    case .declined: .denied
    case .codeRejected: .codeRejected
    case .exchangeUnknown: .exchangeUnknown
    case .checkUnknown: .checkUnknown
    case .superseded: .superseded
    case .abandoned: .abandoned
    default: nil
    }
  }

  /// True if the administrator gave the latest attempt up before it ended by itself.
  var gaveUp: Bool {
    guard let attempt, let ended = attempt.ended,
      case .failed(_, .abandoned) = attempt.outcome
    else { return false }
    return ended.time < attempt.expiresAt
  }
}
