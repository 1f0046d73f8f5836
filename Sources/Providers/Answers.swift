public import Integrations

/// A refusal, in the domain's words and in the provider's.
public struct ProviderRefusal: Error, Hashable, Sendable {
  /// The domain's reason.
  public var reason: Failed.Reason
  /// The provider's code; nil if there is none.
  public var providerError: String?
  /// The provider's own sentence.
  public var providerMessage: String?
  /// The HTTP status; nil if the browser brought the refusal.
  public var httpStatus: Int?

  /// A refusal.
  public init(
    reason: Failed.Reason, providerError: String?, providerMessage: String?, httpStatus: Int?
  ) {
    self.reason = reason
    self.providerError = providerError
    self.providerMessage = providerMessage
    self.httpStatus = httpStatus
  }
}

/// The answer to an exchange of a code, or to a refresh.
public struct TokenAnswer: Hashable, Sendable {
  /// What the answer says.
  public enum Result: Hashable, Sendable {
    /// Tokens.
    case given(Tokens)
    /// No tokens, and why.
    case refused(ProviderRefusal)
    /// No answer came.
    case unanswered(Unanswered)
  }

  /// What the answer says.
  public var result: Result
  /// The refresh token of an answer of success, even of one that is refused for another reason.
  ///
  /// The one that was sent may be spent, so this one is stored before anything else is done.
  public var refreshToken: String?
  /// The seconds that the provider wants to be left alone; nil if it asks for none.
  public var retryAfter: Int?

  package init(result: Result, refreshToken: String? = nil, retryAfter: Int? = nil) {
    self.result = result
    self.refreshToken = refreshToken
    self.retryAfter = retryAfter
  }
}

extension TokenAnswer: CustomStringConvertible, CustomReflectable {
  /// Never the tokens themselves.
  public var description: String { "answer to a request for tokens" }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// The answer to a revocation.
public enum RevocationAnswer: Hashable, Sendable {
  /// The consent is gone, as the provider documents that it says so.
  case confirmed
  /// The access token that would have ended the consent is not accepted; refresh it and ask again.
  case tokenRejected
  /// Nothing is known: an error, an answer that is not understood, or none.
  case unconfirmed
}

/// Which companies a consent reaches.
public enum ConsentReach: Hashable, Sendable {
  /// The one that consented.
  case oneCompany
  /// Those that a person gave us, by their numbers.
  case companies([String])
  /// The access token is not accepted; refresh it and ask again.
  case tokenRejected
  /// Nothing is known: an error, an answer that is not understood, or none.
  case unanswered
}

/// What is known of the company that consented.
public enum CompanyAnswer: Hashable, Sendable {
  /// The company's number, and its name, which is never recorded: it can be a person's.
  case given(String, name: String?)
  /// The expected company is not one of those that the person gave us, which have these numbers; the
  /// person can still add it.
  case notAmongThem([String])
  /// The provider refuses to say, or refuses the company.
  case refused(ProviderRefusal)
  /// No answer that can be used; a later one may be.
  case unanswered
}

/// The answer to the question which company consented, with what matters for asking again.
public struct CompanyReply: Hashable, Sendable {
  /// What is known of the company.
  public var answer: CompanyAnswer
  /// The HTTP status of the last answer; nil if none came.
  public var status: Int?
  /// The seconds that the provider wants to be left alone; nil if it asks for none.
  public var retryAfter: Int?

  /// An answer, with the status and the wait of the last answer over HTTP.
  package init(_ answer: CompanyAnswer, _ last: HTTPAnswer?) {
    self.answer = answer
    status = last?.status
    retryAfter = last.flatMap { $0.isSuccess ? nil : $0.retryAfter }
  }

  /// The beginning of a company's name, which is stored and shown.
  package static func shortened(_ name: String) -> String { String(name.prefix(200)) }
}

/// The answer of a register.
public enum RegisterAnswer: Hashable, Sendable {
  /// It is open.
  case open
  /// It is refused, on this layer.
  case refused(RefusalLayer, RegisterRefusal)
  /// The access token is rejected; refresh it and ask again.
  case tokenRejected
  /// It is refused in words that are not understood.
  case unrecognised(ProviderRefusal)
  /// Too many requests; ask again after so many seconds, if it says so.
  case tooMany(retryAfter: Int?)
  /// The provider is down, or cannot be reached.
  case unavailable
  /// An answer that says nothing of rights, such as the HTML page of a proxy.
  case unknown(ProviderRefusal)
}
