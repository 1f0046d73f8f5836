/// What a callback's query says (RFC 6749 section 4.1.2), read strictly.
public struct CallbackQuery: Sendable {
  var state: String?
  var code: String?
  var error: String?
  var errorDescription: String?
  /// Whether a parameter comes twice (RFC 6749 section 3.1), is too long, or is not Fortnox's.
  var isMalformed = false

  /// What a code may have at most, in bytes.
  private static let codeLimit = 2048

  /// Reads the query's items, decoded and in order.
  public init(_ items: [(name: String, value: String)]) {
    func one(_ name: String) -> String? {
      let values = items.filter { $0.name == name }.map(\.value)
      if values.count > 1 { isMalformed = true }
      return values.first.flatMap { $0.isEmpty ? nil : $0 }
    }
    let codes = items.filter { $0.name == "code" }
    state = one("state")
    code = one("code")
    error = one("error")
    errorDescription = one("error_description")
    if let code, code.utf8.count > Self.codeLimit { isMalformed = true }
    if codes.first?.value.isEmpty == true { isMalformed = true }
    // Fortnox documents no issuer in its answer, so one that is there is somebody else's
    // (RFC 9207 section 2.4).
    if items.contains(where: { $0.name == "iss" }) { isMalformed = true }
    if let state, !Secret.isOne(state) {
      isMalformed = true
      self.state = nil
    }
  }
}

extension CallbackQuery: CustomStringConvertible, CustomReflectable {
  /// Never what it holds.
  public var description: String { "callback" }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
