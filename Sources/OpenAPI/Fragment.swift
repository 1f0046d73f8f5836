import Encoding
import Foundation

/// A piece of JSON, without fractions: the document has none.
enum Fragment: Sendable {
  case string(String)
  case number(Int64)
  case bool(Bool)
  case array([Fragment])
  case object([String: Fragment])

  /// The content of an embedded file, which the tests have read.
  init(_ file: Part.File) {
    do {
      self = try JSONDecoder().decode(Fragment.self, from: Data(file.bytes))
    } catch {
      preconditionFailure("\(file.name) cannot be read: \(error)")
    }
  }

  /// The same with every `$ref` changed.
  func withReferences(_ change: (String) -> String) -> Fragment {
    switch self {
    case .string, .number, .bool: return self
    case .array(let values): return .array(values.map { $0.withReferences(change) })
    case .object(let members):
      var changed = members.mapValues { $0.withReferences(change) }
      if case .string(let reference)? = members["$ref"] {
        changed["$ref"] = .string(change(reference))
      }
      return .object(changed)
    }
  }

  /// The RFC 8785 form.
  var canonical: [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return bytes
  }

  private func write(to bytes: inout [UInt8]) {
    switch self {
    case .string(let text): JSONText.append(text, to: &bytes)
    case .number(let number): bytes += String(number).utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .array(let values):
      bytes.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        value.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      // RFC 8785 section 3.2.3 sorts by UTF-16 code units.
      let sorted = members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
      for (index, member) in sorted.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        JSONText.append(member.key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.value.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }
}

extension Fragment: Decodable {
  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let text = try? value.decode(String.self) {
      self = .string(text)
    } else if let flag = try? value.decode(Bool.self) {
      self = .bool(flag)
    } else if let number = try? value.decode(Int64.self) {
      self = .number(number)
    } else if let values = try? value.decode([Fragment].self) {
      self = .array(values)
    } else {
      self = .object(try value.decode([String: Fragment].self))
    }
  }
}
