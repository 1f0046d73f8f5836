import Foundation

/// The body of an error answer, in any of the three shapes that Fortnox uses.
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
  /// True if it is JSON, so that it comes from Fortnox; the words of an HTML page of a proxy mean nothing.
  var isRead = true

  init(error: String? = nil, message: String? = nil, code: Int? = nil) {
    self.error = error
    self.message = message
    self.code = code
  }

  /// Reads a body; text that is not JSON becomes the message.
  init(_ body: [UInt8]) {
    guard let object = AnswerJSON.object(body) else {
      isRead = false
      message = body.isEmpty ? nil : String(decoding: body, as: UTF8.self)
      return
    }
    let inner = AnswerJSON.member(object, "ErrorInformation") as? [String: Any] ?? object
    code = AnswerJSON.integer(AnswerJSON.member(inner, "code"))
    message =
      AnswerJSON.member(inner, "error_description") as? String ?? AnswerJSON.member(
        inner, "message") as? String
    // In ErrorInformation, `error` is a number without meaning.
    error = (AnswerJSON.member(inner, "error") as? String).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// True if an answer with a status of success holds an error.
  ///
  /// An `error` that is null, empty, false or zero is not one
  /// (https://github.com/dotnet/aspnetcore/issues/53457).
  static func isError(_ object: [String: Any]) -> Bool {
    if AnswerJSON.member(object, "ErrorInformation") is [String: Any] { return true }
    return switch AnswerJSON.member(object, "error") {
    case nil, is NSNull: false
    case let text as String: !text.isEmpty
    case let number as NSNumber: number.doubleValue != 0
    case let list as [Any]: !list.isEmpty
    case let members as [String: Any]: !members.isEmpty
    default: true
    }
  }

  /// Error and sentence in lower case, to search.
  var words: String { "\(error ?? "") \(message ?? "")".lowercased() }

  func has(_ parts: String...) -> Bool { isRead && parts.contains { words.contains($0) } }
}

/// Reads JSON from outside; its size was limited when it was received, its depth by Foundation.
enum AnswerJSON {
  /// The object in a body, with or without a byte order mark; nil if it holds none.
  static func object(_ body: [UInt8]) -> [String: Any]? {
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    let text = body.starts(with: mark) ? body.dropFirst(mark.count) : body[...]
    return (try? JSONSerialization.jsonObject(with: Data(text))) as? [String: Any]
  }

  /// A member, in whatever case its name is written.
  static func member(_ object: [String: Any], _ name: String) -> Any? {
    object[name] ?? object.first { $0.key.lowercased() == name.lowercased() }?.value
  }

  /// A whole number, or a text that holds one.
  static func integer(_ value: Any?) -> Int? {
    switch value {
    case let text as String: Int(text)
    case let number as NSNumber: Int(exactly: number.doubleValue)
    default: nil
    }
  }

  /// Whole seconds, written as `3600`, `"3600"` or `"3600.0"`.
  static func seconds(_ value: Any?) -> Int? {
    if let whole = integer(value) { return whole }
    let number = (value as? String).flatMap(Double.init) ?? (value as? NSNumber)?.doubleValue
    return number.flatMap { Int(exactly: $0.rounded(.down)) }
  }

  /// A text, or a whole number as a text.
  static func text(_ value: Any?) -> String? {
    if let text = value as? String { return text }
    return integer(value).map(String.init)
  }
}
