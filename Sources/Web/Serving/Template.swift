/// A Mustache template (https://mustache.github.io/mustache.5.html), compiled, with its layout and
/// its partials in their places.
///
/// It is as much of Mustache as the pages use: variables, sections, inverted sections, partials, and
/// a layout with one block. A page holds several hundred of them, so text is copied as bytes and
/// values are looked up without reflection.
struct Template: Sendable {
  indirect enum Part: Sendable {
    case text([UInt8])
    case variable(String, isMarkup: Bool)
    case section(String, [Part])
    case inverted(String, [Part])
  }

  private let parts: [Part]

  /// Compiles a template.
  ///
  /// - Parameter sources: Every template by its name, for partials and layouts.
  /// - Throws: `Fault`, where a tag is not closed or names no template.
  init(_ name: String, of sources: [String: String]) throws(Fault) {
    var parser = Parser(sources)
    parts = try parser.template(name)
  }

  /// Why a template does not compile.
  struct Fault: Error, CustomStringConvertible {
    var description: String
  }

  /// The page with some values in it: texts, numbers, Booleans, lists and dictionaries of these.
  ///
  /// A name that is not there, false, an empty text and an empty list show nothing.
  func render(_ values: [String: Any]) -> [UInt8] {
    var page = Page()
    page.add(parts, [values])
    return page.bytes
  }
}

/// A page while it is written.
private struct Page {
  var bytes: [UInt8] = []

  init() { bytes.reserveCapacity(32 << 10) }

  /// - Parameter scopes: What names mean, the innermost last.
  mutating func add(_ parts: [Template.Part], _ scopes: [Any]) {
    for part in parts {
      switch part {
      case .text(let text): bytes += text
      case .variable(let name, let isMarkup):
        guard let value = Self.find(name, scopes) else { continue }
        let text = value as? String ?? "\(value)"
        if isMarkup { bytes += text.utf8 } else { escape(text) }
      case .section(let name, let parts):
        guard let value = Self.find(name, scopes) else { continue }
        add(parts, scopes, value)
      case .inverted(let name, let parts):
        if Self.isNothing(Self.find(name, scopes)) { add(parts, scopes) }
      }
    }
  }

  private mutating func add(_ parts: [Template.Part], _ scopes: [Any], _ value: Any) {
    switch value {
    case let flag as Bool: if flag { add(parts, scopes) }
    case let list as [[String: Any]]: for item in list { add(parts, scopes + [item]) }
    case let list as [String]: for item in list { add(parts, scopes + [item]) }
    case let text as String: if !text.isEmpty { add(parts, scopes + [text]) }
    default: add(parts, scopes + [value])
    }
  }

  private static func find(_ name: String, _ scopes: [Any]) -> Any? {
    if name == "." { return scopes.last }
    for scope in scopes.reversed() {
      if let values = scope as? [String: Any], let value = values[name] { return value }
    }
    return nil
  }

  private static func isNothing(_ value: Any?) -> Bool {
    switch value {
    case nil: true
    case let flag as Bool: !flag
    case let list as [[String: Any]]: list.isEmpty
    case let list as [String]: list.isEmpty
    case let text as String: text.isEmpty
    default: false
    }
  }

  /// Text in HTML, also between quotation marks.
  private mutating func escape(_ text: String) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes += "&amp;".utf8
      case UInt8(ascii: "<"): bytes += "&lt;".utf8
      case UInt8(ascii: ">"): bytes += "&gt;".utf8
      case UInt8(ascii: "\""): bytes += "&quot;".utf8
      case UInt8(ascii: "'"): bytes += "&#39;".utf8
      default: bytes.append(byte)
      }
    }
  }
}
