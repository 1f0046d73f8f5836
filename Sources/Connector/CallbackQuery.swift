import Encoding
import Integrations

/// The parameters of a callback (RFC 6749 section 4.1.2), read strictly.
struct CallbackQuery: Sendable {
  var state: String?
  var code: String?
  var error: String?
  var errorDescription: String?
  /// The issuer that the answer names (RFC 9207 section 2).
  var issuer: String?
  /// True if a parameter comes twice (RFC 6749 section 3.1).
  private var isDoubled = false
  /// True if a value is longer than any of the provider's.
  private var isTooLong = false
  /// True if there is a code and it is empty.
  private var isCodeEmpty = false

  /// The longest value, in bytes; a description may be longer, and is cut.
  private static let limit = 2048

  /// Reads the query's items, decoded and in order.
  init(_ items: [(name: String, value: String)]) {
    func one(_ name: String) -> String? {
      let values = items.filter { $0.name == name }.map(\.value)
      if values.count > 1 { isDoubled = true }
      return values.first.flatMap { $0.isEmpty ? nil : $0 }
    }
    state = one("state")
    code = one("code")
    error = one("error")
    errorDescription = one("error_description")
    issuer = one("iss")
    isCodeEmpty = items.first { $0.name == "code" }?.value.isEmpty == true
    isTooLong = [state, code, error, issuer].contains { ($0?.utf8.count ?? 0) > Self.limit }
    // Only a value of the form of our states can name an attempt.
    if let state, !Secret.isOne(state) { self.state = nil }
  }

  /// What is wrong with its form, the worst first; nil if it is well-formed.
  ///
  /// - Parameter isOwn: Returns true if an issuer is the provider.
  func fault(_ isOwn: (String) -> Bool) -> CallbackFault? {
    if isDoubled { return .doubled }
    if isTooLong { return .tooLong }
    if let issuer, !isOwn(issuer) { return .foreignIssuer }
    if state == nil { return .noState }
    return isCodeEmpty ? .notAnAnswer : nil
  }
}
