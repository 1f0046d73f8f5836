import Foundation

/// Reads JSON from outside; its size was limited when it was received, its depth by Foundation.
package enum AnswerJSON {
  /// The object in a body, with or without a byte order mark; nil if it holds none.
  package static func object(_ body: [UInt8]) -> [String: Any]? { value(body) as? [String: Any] }

  /// The list in a body, with or without a byte order mark; nil if it holds none.
  package static func list(_ body: [UInt8]) -> [Any]? { value(body) as? [Any] }

  private static func value(_ body: [UInt8]) -> Any? {
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    let text = body.starts(with: mark) ? body.dropFirst(mark.count) : body[...]
    return try? JSONSerialization.jsonObject(with: Data(text))
  }

  /// A member, in whatever case its name is written.
  package static func member(_ object: [String: Any], _ name: String) -> Any? {
    object[name] ?? object.first { $0.key.lowercased() == name.lowercased() }?.value
  }

  /// A whole number, or a text that holds one.
  package static func integer(_ value: Any?) -> Int? {
    switch value {
    case let text as String: Int(text)
    case let number as NSNumber: Int(exactly: number.doubleValue)
    default: nil
    }
  }

  /// Whole seconds, written as `3600`, `"3600"` or `"3600.0"`.
  package static func seconds(_ value: Any?) -> Int? {
    if let whole = integer(value) { return whole }
    let number = (value as? String).flatMap(Double.init) ?? (value as? NSNumber)?.doubleValue
    return number.flatMap { Int(exactly: $0.rounded(.down)) }
  }

  /// A text that is not empty.
  package static func words(_ value: Any?) -> String? {
    (value as? String).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// A text, or a whole number as a text.
  package static func text(_ value: Any?) -> String? {
    if let text = value as? String { return text }
    return integer(value).map(String.init)
  }
}
