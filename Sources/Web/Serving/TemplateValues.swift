import Mustache

/// A text as a template sees it.
///
/// swift-mustache looks into a value that is none of its own kinds by reflection, whenever a name is
/// looked for in it; that was half of what a page cost. Of a text it is told that nothing is in it.
struct TemplateText: MustacheParent, MustacheCustomRenderable {
  let renderText: String

  init(_ text: String) { renderText = text }

  /// An empty text shows no section.
  var isNull: Bool { renderText.isEmpty }

  func child(named: String) -> Any? { nil }

  /// A page's values with every text and number in this form, also in lists and dictionaries.
  static func values(_ values: [String: Any]) -> [String: Any] { values.mapValues(value) }

  private static func value(_ value: Any) -> Any {
    switch value {
    case let text as String: TemplateText(text)
    case let flag as Bool: flag
    case let list as [[String: Any]]: list.map(values)
    case let list as [String]: list.map(TemplateText.init)
    case let values as [String: Any]: Self.values(values)
    default: TemplateText("\(value)")
    }
  }
}

/// HTML as swift-mustache escapes it, a byte at a time and not a character.
struct PageContent: MustacheContentType {
  /// What templates call it.
  static let name = "PAGE"

  func escapeText(_ text: String) -> String {
    guard let first = text.utf8.firstIndex(where: { Self.entity(of: $0) != nil }) else {
      return text
    }
    var escaped = Array(text.utf8[..<first])
    for byte in text.utf8[first...] {
      if let entity = Self.entity(of: byte) {
        escaped += entity.utf8
      } else {
        escaped.append(byte)
      }
    }
    return String(decoding: escaped, as: UTF8.self)
  }

  private static func entity(of byte: UInt8) -> String? {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "'"): "&#39;"
    default: nil
    }
  }
}
