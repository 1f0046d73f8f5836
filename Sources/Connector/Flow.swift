public import Integrations
import Providers
import Vault

/// A request to the callback's address: made once from the HTTP request, and handed down until the
/// attempt has its grant or has failed.
public struct Flow: Sendable {
  /// The provider whose address was called.
  let provider: Provider
  /// The parameters of the address.
  let query: CallbackQuery
  /// The values of the browser's flow cookies, by attempt.
  let cookies: [AttemptID: String]
  /// The person who is signed in in that browser.
  let administrator: Actor?
  /// The company that this person visits.
  let company: Company?

  /// A flow of a request.
  ///
  /// - Parameters:
  ///   - provider: The provider whose address was called.
  ///   - query: The parameters of the address, decoded and in order.
  ///   - cookies: The values of the browser's flow cookies, by attempt.
  ///   - administrator: The person who is signed in in that browser; nil if nobody is.
  ///   - company: The company that this person visits.
  public init(
    to provider: Provider, query: [(name: String, value: String)], cookies: [AttemptID: String],
    by administrator: Actor?, of company: Company?
  ) {
    self.provider = provider
    self.query = CallbackQuery(query)
    self.cookies = cookies
    self.administrator = administrator
    self.company = company
  }

  /// The secret that ties an attempt to its browser, as this browser has it; nil if it has none.
  func browser(of attempt: AttemptID) -> String? {
    guard let administrator, let company, let cookie = cookies[attempt] else { return nil }
    return Connector.browser(cookie, administrator, company)
  }
}

extension Flow: CustomStringConvertible, CustomReflectable {
  /// Never the secrets that it holds.
  public var description: String { "callback" }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A flow with the attempt that it belongs to.
struct AttemptFlow: Sendable {
  /// The request.
  let flow: Flow
  /// The attempt that it belongs to.
  let found: FoundAttempt
  /// What is wrong with the form of the answer; nil if it is well-formed.
  let fault: CallbackFault?
  /// Removes the secrets of this flow from the provider's words.
  let scrubber: Scrubber
  private let client: (any ProviderClient)?
  private let answer: CallbackAnswer
  private let error: String?
  private let errorDescription: String?

  /// - Parameter client: Our app at the attempt's provider; nil if it is not set up.
  init(
    _ flow: Flow, of found: FoundAttempt, addressed: (any ProviderClient)?,
    client: (any ProviderClient)?
  ) {
    self.flow = flow
    self.found = found
    self.client = client
    // An answer that comes to another provider's address is another's (RFC 9700 section 4.4).
    fault =
      flow.query.fault { addressed?.isOwn(issuer: $0) == true }
      ?? (found.provider == flow.provider ? nil : .foreignIssuer)
    scrubber = Scrubber(values: [flow.query.code, flow.query.state].compactMap { $0 }, of: client)
    error = scrubber.scrub(flow.query.error)
    errorDescription = error == nil ? nil : scrubber.scrub(flow.query.errorDescription)
    answer = error != nil ? .error : flow.query.code == nil ? .empty : .code
  }

  var company: Company { found.company }
  var provider: Provider { found.provider }
  var attempt: AttemptID { found.attempt }

  /// The code to exchange; nil if the provider answered with an error or with nothing.
  var code: String? { answer == .code ? flow.query.code : nil }

  /// The state that came with the answer; nil if none came.
  var state: String? { flow.query.state }

  /// The refusal that the provider answered with; nil if it answered otherwise.
  var refusal: ProviderRefusal? {
    guard answer == .error, let error = flow.query.error else { return nil }
    let description = flow.query.errorDescription
    return client?.callbackRefusal(error: error, description: description)
      ?? ProviderRefusal(
        reason: .unrecognised, providerError: error, providerMessage: description, httpStatus: nil)
  }

  /// What the record says of the callback.
  func received(
    _ verdict: CallbackVerdict, _ fault: CallbackFault? = nil
  ) -> CallbackReceived {
    var received = CallbackReceived(
      attempt: attempt, answer: answer, error: error, errorDescription: errorDescription,
      verdict: verdict)
    received.fault = fault
    return received
  }
}
