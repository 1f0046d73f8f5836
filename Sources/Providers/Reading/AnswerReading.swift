package import Integrations

/// How the answers of one provider are read: what all providers share, with the words of this one.
package struct AnswerReading: Sendable {
  /// The member that holds an error's parts; nil if the provider has none.
  private let wrapper: String?
  /// The domain's reason for an error that means the same wherever it comes; nil if it is not known.
  package let reason: @Sendable (ErrorBody) -> Failed.Reason?

  package init(
    errorsInside wrapper: String? = nil, reason: @escaping @Sendable (ErrorBody) -> Failed.Reason?
  ) {
    self.wrapper = wrapper
    self.reason = reason
  }

  /// The error in an answer.
  package func error(in answer: HTTPAnswer) -> ErrorBody {
    ErrorBody(answer.body, inside: wrapper)
  }

  /// True if an answer with a status of success holds an error.
  package func isError(_ object: [String: Any]) -> Bool {
    ErrorBody.isError(object, inside: wrapper)
  }

  /// The object of an answer of success that holds no error; nil for any other answer.
  package func object(of answer: HTTPAnswer) -> [String: Any]? {
    guard answer.isSuccess, let object = AnswerJSON.object(answer.body), !isError(object) else {
      return nil
    }
    return object
  }

  /// The refusal in an answer: code, words and status.
  package func refusal(_ answer: HTTPAnswer, _ reason: Failed.Reason) -> ProviderRefusal {
    let body = error(in: answer)
    return ProviderRefusal(
      reason: reason, providerError: body.error ?? body.code.map(String.init),
      providerMessage: holdsTokens(answer, body) ? nil : body.message,
      httpStatus: answer.status)
  }

  /// True if a body may hold tokens; it is then not used as a message.
  private func holdsTokens(_ answer: HTTPAnswer, _ body: ErrorBody) -> Bool {
    guard answer.isSuccess, body.error == nil else { return false }
    guard let object = AnswerJSON.object(answer.body) else {
      return body.message?.lowercased().contains("token") == true
    }
    return object.keys.contains { $0.lowercased().contains("token") }
  }

  // MARK: The callback

  /// The meaning of an `error` in the callback.
  package func callbackRefusal(error: String, description: String?) -> ProviderRefusal {
    let body = ErrorBody(error: error, message: description)
    return ProviderRefusal(
      reason: reason(body) ?? .unrecognised, providerError: error, providerMessage: description,
      httpStatus: nil)
  }

  // MARK: Tokens

  /// The refresh token of an answer of success, even if the rest of it cannot be used.
  ///
  /// The token that was sent may be spent, so this one must be stored before the answer is rejected.
  package func refreshToken(in answer: HTTPAnswer) -> String? {
    guard answer.isSuccess, let object = AnswerJSON.object(answer.body) else { return nil }
    return AnswerJSON.words(object["refresh_token"])
  }

  /// Reads the answer of a token endpoint.
  ///
  /// An answer of success with an access token is a success. Only `invalid_grant` and what the provider's
  /// own words name end a grant. Anything else, such as an unexplained 401, 429, 5xx or garbage, may pass.
  ///
  /// - Parameter refused: What `invalid_grant` means for this request.
  package func tokens(
    _ answer: HTTPAnswer, refused: Failed.Reason
  ) throws(ProviderRefusal) -> Tokens {
    let object = answer.isSuccess ? AnswerJSON.object(answer.body) : nil
    if let object, AnswerJSON.words(object["access_token"]) != nil {
      // Tokens beside an error are ambiguous, and end no grant.
      guard !isError(object), let tokens = Tokens(object) else {
        throw refusal(answer, .unrecognised)
      }
      return tokens
    }
    let body = error(in: answer)
    let isRefusal = (400...499).contains(answer.status) || answer.isSuccess
    if isRefusal, body.error == "invalid_grant" {
      // An answer with a new refresh token does not end the grant.
      throw refusal(answer, refreshToken(in: answer) == nil ? refused : .unrecognised)
    }
    if let known = reason(body), isRefusal { throw refusal(answer, known) }
    switch answer.status {
    case 408, 429, 500...599: throw refusal(answer, .providerUnavailable)
    default: throw refusal(answer, .unrecognised)
    }
  }

  /// Sends a request for tokens, once, and reads its answer.
  package func tokens(
    _ request: HTTPRequest, refused: Failed.Reason, send: SendRequest
  ) async -> TokenAnswer {
    let answer: HTTPAnswer
    do {
      answer = try await send(request)
    } catch {
      return TokenAnswer(result: .unanswered(error))
    }
    let result: TokenAnswer.Result
    do {
      result = .given(try tokens(answer, refused: refused))
    } catch {
      result = .refused(error)
    }
    return TokenAnswer(
      result: result, refreshToken: refreshToken(in: answer),
      retryAfter: answer.isSuccess ? nil : answer.retryAfter)
  }
}
