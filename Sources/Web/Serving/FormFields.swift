import Encoding

/// The fields of a form or a query, in order; a name may occur more than once.
struct FormFields: Sendable {
  let items: [(name: String, value: String)]

  private init(items: [(name: String, value: String)]) { self.items = items }

  /// Reads `application/x-www-form-urlencoded`; it never fails, since any request must be answered.
  init(_ text: Substring) {
    items = text.split(separator: "&").map { part in
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (Percent.decodeForm(pair[0]), pair.count > 1 ? Percent.decodeForm(pair[1]) : "")
    }
  }

  init(_ text: String) { self.init(text[...]) }

  /// The first value of a name; nil if there is none or it is empty.
  subscript(_ name: String) -> String? {
    items.first { $0.name == name }.flatMap { $0.value.isEmpty ? nil : $0.value }
  }

  /// Every value of a name.
  func all(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

  /// The same fields without some names.
  func without(_ names: String...) -> FormFields {
    FormFields(items: items.filter { !names.contains($0.name) })
  }
}
