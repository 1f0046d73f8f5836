/// JSON to print: members keep the order in which they are written here, and nil ones are left out.
package indirect enum JSON {
  case string(String)
  case number(Int64)
  case bool(Bool)
  case array([JSON])
  case object([(String, JSON?)])

  package static func text(_ value: String?) -> JSON? { value.map(JSON.string) }
  package static func list(_ values: [String]) -> JSON { .array(values.map(JSON.string)) }

  /// On one line.
  package var compact: String {
    var text = ""
    write(to: &text, indent: nil)
    return text
  }

  /// Over several lines, two spaces a level.
  package func pretty(indent: Int = 0) -> String {
    var text = ""
    write(to: &text, indent: indent)
    return text
  }

  private func write(to text: inout String, indent: Int?) {
    switch self {
    case .string(let value): Self.quote(value, to: &text)
    case .number(let value): text += String(value)
    case .bool(let value): text += value ? "true" : "false"
    case .array(let values):
      Self.group("[", "]", values, to: &text, indent) { value, text, indent in
        value.write(to: &text, indent: indent)
      }
    case .object(let members):
      let present = members.compactMap { name, value in value.map { (name, $0) } }
      Self.group("{", "}", present, to: &text, indent) { member, text, indent in
        Self.quote(member.0, to: &text)
        text += indent == nil ? ":" : ": "
        member.1.write(to: &text, indent: indent)
      }
    }
  }

  private static func group<Member>(
    _ open: String, _ close: String, _ members: [Member], to text: inout String, _ indent: Int?,
    _ write: (Member, inout String, Int?) -> Void
  ) {
    text += open
    let inner = indent.map { $0 + 1 }
    for (index, member) in members.enumerated() {
      if index > 0 { text += "," }
      breakLine(inner, &text)
      write(member, &text, inner)
    }
    if !members.isEmpty { breakLine(indent, &text) }
    text += close
  }

  private static func breakLine(_ indent: Int?, _ text: inout String) {
    guard let indent else { return }
    text += "\n" + String(repeating: "  ", count: indent)
  }

  private static func quote(_ value: String, to text: inout String) {
    text += "\""
    let isPlain = value.utf8.allSatisfy { byte in
      byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") && byte != 0x7f
    }
    if isPlain {
      text += value
      text += "\""
      return
    }
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..."\u{1f}", "\u{7f}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
