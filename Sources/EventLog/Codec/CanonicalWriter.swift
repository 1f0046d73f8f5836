import Encoding
import Integrations

/// Builds RFC 8785 bytes from left to right; the caller gives members in their order.
package struct CanonicalWriter: Sendable {
  /// What was written so far.
  package private(set) var bytes: [UInt8] = []

  /// A writer with room for so many bytes before it has to grow.
  package init(reserving capacity: Int = 640) {
    bytes.reserveCapacity(capacity)
  }

  /// Text that is already canonical: punctuation and fixed names.
  package mutating func raw(_ text: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Bytes that are already canonical.
  mutating func raw(_ canonical: some Collection<UInt8>) {
    bytes.append(contentsOf: canonical)
  }

  /// Text that needs neither quoting nor escaping, between quotation marks.
  package mutating func plain(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: text.utf8)
    bytes.append(UInt8(ascii: "\""))
  }

  /// A whole number.
  package mutating func integer(_ number: Int64) {
    bytes.append(contentsOf: String(number).utf8)
  }

  /// True or false.
  mutating func bool(_ value: Bool) {
    raw(value ? "true" : "false")
  }

  /// Any text, escaped as RFC 8785 section 3.2.2.2 prescribes and no more.
  package mutating func string(_ text: String) {
    JSONText.append(text, to: &bytes)
  }

  /// Any value; its objects have their members in canonical order already.
  mutating func value(_ value: JSONValue) {
    switch value {
    case .null: raw("null")
    case .bool(let value): bool(value)
    case .integer(let number): integer(number)
    case .string(let text): string(text)
    case .array(let elements):
      raw("[")
      for (index, element) in elements.enumerated() {
        if index > 0 { raw(",") }
        self.value(element)
      }
      raw("]")
    case .object(let members):
      raw("{")
      for (index, member) in members.enumerated() {
        if index > 0 { raw(",") }
        string(member.name)
        raw(":")
        self.value(member.value)
      }
      raw("}")
    }
  }
}
