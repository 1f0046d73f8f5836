import Integrations

/// A JSON value of the kind that records hold: no fractions, whole numbers within ±(2^53-1).
package indirect enum JSONValue: Hashable, Sendable {
  /// Null.
  case null
  /// True or false.
  case bool(Bool)
  /// A whole number.
  case integer(Int64)
  /// A text.
  case string(String)
  /// A list.
  case array([JSONValue])
  /// Members in RFC 8785 order, each name once.
  case object([Member])

  /// A name of an object, and its value.
  package struct Member: Hashable, Sendable {
    /// The name.
    package var name: String
    /// The value.
    package var value: JSONValue

    /// A member.
    init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// An object of these members, put into RFC 8785 order.
  static func object(of members: [Member]) -> Self {
    .object(members.sorted { $0.name.isBeforeCanonically($1.name) })
  }

  /// The largest whole number that every JSON reader keeps exactly, 2^53-1 (RFC 8259 section 6).
  static let largestInteger: Int64 = 9_007_199_254_740_991

  /// The value of a member; nil if there is none, or this is not an object.
  package subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// What the value is, as an error says it.
  var kind: Text {
    switch self {
    case .null: Text("null", "null")
    case .bool: Text("true or false", "true eller false")
    case .integer: Text("a number", "ett tal")
    case .string: Text("a text", "en text")
    case .array: Text("a list", "en lista")
    case .object: Text("an object", "ett objekt")
    }
  }
}

extension String {
  /// RFC 8785 section 3.2.3: members are sorted by their names' UTF-16 code units.
  func isBeforeCanonically(_ other: String) -> Bool {
    utf16.lexicographicallyPrecedes(other.utf16)
  }
}
