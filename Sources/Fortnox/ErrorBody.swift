import Foundation

/// What an error answer says, in any of the three shapes in which Fortnox says it.
///
/// OAuth's `error` and `error_description`; `ErrorInformation` with keys in either case; a bare
/// `message` (Fortnox's C# SDK, `ErrorHandler.cs`).
struct ErrorBody: Equatable {
  /// OAuth's code, such as `invalid_grant`.
  var error: String?
  /// The sentence, as it was given.
  var message: String?
  /// Fortnox's own number.
  var code: Int?

  init(error: String? = nil, message: String? = nil, code: Int? = nil) {
    self.error = error
    self.message = message
    self.code = code
  }

  /// Reads a body; what is not JSON is kept as the message, never dropped.
  init(_ body: [UInt8]) {
    guard !body.isEmpty else { return }
    guard let object = JSON.object(body) else {
      message = String(decoding: body, as: UTF8.self)
      return
    }
    let inner = JSON.member(object, "ErrorInformation") as? [String: Any] ?? object
    code = JSON.integer(JSON.member(inner, "code"))
    message =
      JSON.member(inner, "error_description") as? String ?? JSON.member(inner, "message") as? String
    // In ErrorInformation, `error` is a number that tells nothing.
    error = JSON.member(inner, "error") as? String
  }

  /// Error and sentence together in lower case, for looking into.
  var words: String { "\(error ?? "") \(message ?? "")".lowercased() }

  func has(_ parts: String...) -> Bool { parts.contains { words.contains($0) } }
}

/// JSON from outside: bounded by whoever read it, and no deeper than Foundation goes.
enum JSON {
  static func object(_ body: [UInt8]) -> [String: Any]? {
    (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any]
  }

  /// A member whose name's case varies.
  static func member(_ object: [String: Any], _ name: String) -> Any? {
    object[name] ?? object.first { $0.key.lowercased() == name.lowercased() }?.value
  }

  /// A whole number, also where it is written as a text.
  static func integer(_ value: Any?) -> Int? {
    switch value {
    case let text as String: Int(text)
    case let number as NSNumber: Int(exactly: number.doubleValue)
    default: nil
    }
  }

  /// A text, also where it is written as a whole number.
  static func text(_ value: Any?) -> String? {
    if let text = value as? String { return text }
    return integer(value).map(String.init)
  }
}
