extension Template {
  /// Reads a template's source, and those that it names.
  struct Parser {
    private let sources: [String: String]
    /// What the block of the layout stands for.
    private var block: [Part] = []

    init(_ sources: [String: String]) { self.sources = sources }

    mutating func template(_ name: String) throws(Fault) -> [Part] {
      guard let source = sources[name] else { throw Fault(description: "no template \(name)") }
      var rest = source[...]
      return try parts(until: nil, in: &rest)
    }

    /// The parts up to a closing tag, which is taken too.
    private mutating func parts(
      until end: String?, in rest: inout Substring
    ) throws(Fault) -> [Part] {
      var parts: [Part] = []
      while let start = rest.firstRange(of: "{{") {
        Self.add(rest[..<start.lowerBound], to: &parts)
        rest = rest[start.upperBound...]
        let tag = try Self.tag(in: &rest)
        let name = String(tag.dropFirst().drop { $0 == " " })
        switch tag.first {
        case "/":
          guard name == end else { throw Fault(description: "{{/\(name)}} closes nothing") }
          return parts
        case "#": parts.append(.section(name, try self.parts(until: name, in: &rest)))
        case "^": parts.append(.inverted(name, try self.parts(until: name, in: &rest)))
        case ">": parts += try template(name)
        case "{": parts.append(.variable(name, isMarkup: true))
        case "<":
          // Of what a layout is given its blocks count, and there is one.
          _ = try self.parts(until: name, in: &rest)
          parts += try template(name)
        case "$":
          let content = try self.parts(until: name, in: &rest)
          if end == nil { parts += block } else { block = content }
        default: parts.append(.variable(String(tag), isMarkup: false))
        }
      }
      if let end { throw Fault(description: "{{/\(end)}} is missing") }
      Self.add(rest, to: &parts)
      return parts
    }

    /// What stands between the braces; the third brace of markup is kept at its beginning.
    private static func tag(in rest: inout Substring) throws(Fault) -> Substring {
      let end = rest.first == "{" ? "}}}" : "}}"
      guard let close = rest.firstRange(of: end) else {
        throw Fault(description: "a tag is not closed: \(rest.prefix(40))")
      }
      defer { rest = rest[close.upperBound...] }
      return rest[..<close.lowerBound]
    }

    private static func add(_ text: Substring, to parts: inout [Part]) {
      guard !text.isEmpty else { return }
      parts.append(.text(Array(text.utf8)))
    }
  }
}
