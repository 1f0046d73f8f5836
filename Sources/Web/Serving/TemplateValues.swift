import Mustache

/// A text among a template's values.
///
/// swift-mustache searches values of unknown types by reflection whenever it looks up a name, which took
/// half the time of a page. This type says that a text has no members.
struct TemplateText: MustacheParent, MustacheCustomRenderable {
  let renderText: String

  init(_ text: String) { renderText = text }

  /// An empty text shows no section.
  var isNull: Bool { renderText.isEmpty }

  func child(named: String) -> Any? { nil }

  /// A page's values with every text and number as this type, also within lists and dictionaries.
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

/// Escapes HTML as swift-mustache does, but by bytes, which is faster than by characters.
struct PageContent: MustacheContentType {
  /// Its name in templates.
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
