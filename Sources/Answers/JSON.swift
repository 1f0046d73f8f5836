import Encoding

/// JSON to print.
///
/// Members keep the order in which they are given, and nil ones are left out.
package enum JSON {
  case string(String)
  case number(Int64)
  case bool(Bool)
  case array([JSON])
  case object([(String, JSON?)])

  package static func text(_ value: String?) -> JSON? { value.map(JSON.string) }
  package static func list(_ values: [String]) -> JSON { .array(values.map(JSON.string)) }

  /// The member of an object; nil if it has none of this name.
  package subscript(_ name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.0 == name }?.1
  }

  /// The same object without one member.
  package func without(_ name: String) -> JSON {
    guard case .object(let members) = self else { return self }
    return .object(members.filter { $0.0 != name })
  }

  /// On one line.
  package var compact: String { written(indent: nil) }

  /// Over several lines, two spaces a level.
  package func pretty() -> String { written(indent: 0) }

  private func written(indent: Int?) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(1024)
    write(to: &text, indent: indent)
    return String(decoding: text, as: UTF8.self)
  }

  private func write(to text: inout [UInt8], indent: Int?) {
    let inner = indent.map { $0 + 1 }
    switch self {
    case .string(let value): JSONText.append(value, to: &text, escaping: .printable)
    case .number(let value): text += String(value).utf8
    case .bool(let value): text += (value ? "true" : "false").utf8
    case .array(let values):
      text.append(UInt8(ascii: "["))
      var isFirst = true
      for value in values {
        Self.begin(&isFirst, inner, &text)
        value.write(to: &text, indent: inner)
      }
      if !isFirst { Self.breakLine(indent, &text) }
      text.append(UInt8(ascii: "]"))
    case .object(let members):
      text.append(UInt8(ascii: "{"))
      var isFirst = true
      for (name, value) in members {
        guard let value else { continue }
        Self.begin(&isFirst, inner, &text)
        JSONText.append(name, to: &text, escaping: .printable)
        text += (indent == nil ? ":" : ": ").utf8
        value.write(to: &text, indent: inner)
      }
      if !isFirst { Self.breakLine(indent, &text) }
      text.append(UInt8(ascii: "}"))
    }
  }

  /// What stands before an element or a member.
  private static func begin(_ isFirst: inout Bool, _ indent: Int?, _ text: inout [UInt8]) {
    if !isFirst { text.append(UInt8(ascii: ",")) }
    isFirst = false
    breakLine(indent, &text)
  }

  private static func breakLine(_ indent: Int?, _ text: inout [UInt8]) {
    guard let indent else { return }
    text += "\n".utf8
    for _ in 0..<indent { text += "  ".utf8 }
  }
}
