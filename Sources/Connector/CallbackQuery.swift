import Encoding
import Integrations

/// What a callback's query says (RFC 6749 section 4.1.2), read strictly.
public struct CallbackQuery: Sendable {
  var state: String?
  var code: String?
  var error: String?
  var errorDescription: String?
  /// Who says that they answer (RFC 9207 section 2).
  var issuer: String?
  /// Whether a parameter comes twice (RFC 6749 section 3.1).
  private var isDoubled = false
  /// Whether a value is longer than one of the provider's.
  private var isTooLong = false
  /// Whether there is a code with nothing in it.
  private var isCodeEmpty = false

  /// What a value may have at most, in bytes; words may have more, and are cut.
  private static let limit = 2048

  /// Reads the query's items, decoded and in order.
  public init(_ items: [(name: String, value: String)]) {
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
    // What is no state of ours names no attempt.
    if let state, !Secret.isOne(state) { self.state = nil }
  }

  /// What is wrong with its form, the worst first; nil where it is an answer.
  ///
  /// - Parameter isOwn: Whether an issuer is the provider.
  func fault(_ isOwn: (String) -> Bool) -> CallbackFault? {
    if isDoubled { return .doubled }
    if isTooLong { return .tooLong }
    if let issuer, !isOwn(issuer) { return .foreignIssuer }
    if state == nil { return .noState }
    return isCodeEmpty ? .notAnAnswer : nil
  }
}

extension CallbackQuery: CustomStringConvertible, CustomReflectable {
  /// Never what it holds.
  public var description: String { "callback" }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
