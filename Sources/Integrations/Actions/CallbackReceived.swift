/// `callbackReceived`: what came back, and whether it counts.
public struct CallbackReceived: Hashable, Sendable {
  /// The attempt that the callback names.
  public var attempt: AttemptID
  /// What the provider answered with.
  public var answer: CallbackAnswer
  /// The provider's error code, where it answered with one.
  public var error: String?
  /// The provider's own words, where it gave any.
  public var errorDescription: String?
  /// Whether the callback counts.
  public var verdict: CallbackVerdict
  /// What was wrong with its form, where the verdict is malformed and it is known.
  public var fault: CallbackFault?

  /// A received callback.
  public init(
    attempt: AttemptID, answer: CallbackAnswer, error: String? = nil,
    errorDescription: String? = nil,
    verdict: CallbackVerdict, fault: CallbackFault? = nil
  ) {
    self.attempt = attempt
    self.answer = answer
    self.error = error
    self.errorDescription = errorDescription
    self.verdict = verdict
    self.fault = fault
  }
}

/// What the provider answered with (RFC 6749 sections 4.1.2 and 4.1.2.1).
public enum CallbackAnswer: String, CaseIterable, Sendable {
  /// An authorization code, which is never recorded.
  case code
  /// An error.
  case error
  /// Neither: seen when the company's account was locked
  /// (https://github.com/erp-mafia/accounted/issues/146).
  case empty
}

/// Whether the callback counts, and if not, why not.
public enum CallbackVerdict: String, CaseIterable, Sendable {
  /// It is the answer that the open attempt waited for.
  case accepted
  /// The attempt had expired.
  case expired
  /// The attempt had its answer already.
  case alreadyUsed
  /// The attempt was superseded or had ended.
  case closed
  /// Another browser started the attempt.
  case otherBrowser
  /// The request does not have the form of a callback.
  case malformed
}

/// What was wrong with the form of a malformed callback.
public enum CallbackFault: String, CaseIterable, Sendable {
  /// A parameter stood there twice.
  case doubled
  /// It names another issuer than the provider (RFC 9207).
  case foreignIssuer
  /// It was longer than an answer can be.
  case tooLong
  /// It had no state; the flow cookie named the attempt.
  case noState
  /// It is nothing that the provider answers with.
  case notAnAnswer
}
