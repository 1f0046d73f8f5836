import Encoding

/// JSON to print.
///
/// Members keep the order in which they are given, and nil ones are left out.
package indirect enum JSON {
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
    write(to: &text, indent: indent)
    return String(decoding: text, as: UTF8.self)
  }

  private func write(to text: inout [UInt8], indent: Int?) {
    switch self {
    case .string(let value): JSONText.append(value, to: &text, escaping: .printable)
    case .number(let value): text += String(value).utf8
    case .bool(let value): text += (value ? "true" : "false").utf8
    case .array(let values):
      Self.group(values, between: "[", and: "]", to: &text, indent: indent) { value, text, indent in
        value.write(to: &text, indent: indent)
      }
    case .object(let members):
      let present = members.compactMap { name, value in value.map { (name, $0) } }
      Self.group(present, between: "{", and: "}", to: &text, indent: indent) {
        member, text, indent in
        JSONText.append(member.0, to: &text, escaping: .printable)
        text += (indent == nil ? ":" : ": ").utf8
        member.1.write(to: &text, indent: indent)
      }
    }
  }

  private static func group<Member>(
    _ members: [Member], between open: Unicode.Scalar, and close: Unicode.Scalar,
    to text: inout [UInt8],
    indent: Int?, write: (Member, inout [UInt8], Int?) -> Void
  ) {
    text.append(UInt8(ascii: open))
    let inner = indent.map { $0 + 1 }
    for (index, member) in members.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      breakLine(inner, &text)
      write(member, &text, inner)
    }
    if !members.isEmpty { breakLine(indent, &text) }
    text.append(UInt8(ascii: close))
  }

  private static func breakLine(_ indent: Int?, _ text: inout [UInt8]) {
    guard let indent else { return }
    text += "\n".utf8
    for _ in 0..<indent { text += "  ".utf8 }
  }
}
