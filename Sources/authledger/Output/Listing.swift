import Integrations

/// The forms in which answers are printed.
enum Format: String, CaseIterable {
  case table, json, jsonl, csv
}

/// How items are printed in every format.
struct Listing<Item> {
  /// One column of a table or of CSV.
  struct Column {
    /// The heading for people.
    var heading: Text
    /// The heading for programs.
    var key: String
    /// The value for programs.
    var value: (Item) -> String
    /// The value for people; nil if it is the same.
    var shown: ((Item) -> String)?
    /// How it is coloured.
    var style: (Item) -> Style?
    /// True for a last column that is shown only if a row has a value in it.
    var isOptional: Bool
    /// How early it is left out of a table on a narrow screen: 0 for never, and the highest first.
    var rank: Int
    /// True if its text may be broken into lines.
    var wraps: Bool

    init(
      _ key: String, heading: Text,
      style: @escaping (Item) -> Style? = { _ in nil },
      shown: ((Item) -> String)? = nil, isOptional: Bool = false, rank: Int = 0,
      wraps: Bool = false,
      value: @escaping (Item) -> String
    ) {
      self.key = key
      self.heading = heading
      self.style = style
      self.shown = shown
      self.isOptional = isOptional
      self.rank = rank
      self.wraps = wraps
      self.value = value
    }
  }

  var columns: [Column]
  var json: (Item) -> String
  var empty: Text
}

/// Prints items one after another, without holding more than a page of them.
final class ListingWriter<Item> {
  /// How many rows are held to choose the widths of a table's columns.
  private static var page: Int { 500 }

  private let listing: Listing<Item>
  private let format: Format
  private let language: Language
  private let output: Output
  private var rows: [[TableLayout.Cell]] = []
  private var layout: TableLayout?
  private var count = 0

  init(
    _ listing: Listing<Item>, format: Format, language: Language, output: Output
  ) {
    self.listing = listing
    self.format = format
    self.language = language
    self.output = output
  }

  func write(_ item: Item) {
    defer { count += 1 }
    switch format {
    case .table:
      rows.append(
        listing.columns.map {
          TableLayout.Cell(text: ($0.shown ?? $0.value)(item), style: $0.style(item))
        })
      if rows.count == Self.page { layOut() }
    case .json: output.write((count == 0 ? "[\n  " : ",\n  ") + listing.json(item))
    case .jsonl: output.line(listing.json(item))
    case .csv:
      if count == 0 { writeHeading() }
      output.line(listing.columns.map { Self.cell($0.value(item)) }.joined(separator: ","))
    }
  }

  /// Prints the rows so far; more may follow.
  func flush() {
    if format == .table, !rows.isEmpty { layOut() }
    output.flush()
  }

  /// Prints the rest of the list and its closing.
  func end() {
    switch format {
    case .table:
      if count == 0 { output.line(listing.empty(language)) } else { layOut() }
      if let leftOut = layout?.leftOut, !leftOut.isEmpty { tellLeftOut(leftOut) }
    case .json: output.line(count == 0 ? "[]" : "\n]")
    case .jsonl: break
    case .csv: if count == 0 { writeHeading() }
    }
    output.flush()
  }

  private func writeHeading() {
    output.line(listing.columns.map(\.key).joined(separator: ","))
  }

  /// RFC 4180, and a leading apostrophe where a spreadsheet would take the cell for a formula
  /// (https://owasp.org/www-community/attacks/CSV_Injection).
  static func cell(_ text: String) -> String {
    var text = text
    if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) {
      text = "'" + text
    }
    let isPlain = text.unicodeScalars.allSatisfy { !",\"\r\n".unicodeScalars.contains($0) }
    return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  private func layOut() {
    let layout = self.layout ?? begin()
    for row in rows { layout.lines(row).forEach(output.line) }
    rows.removeAll(keepingCapacity: true)
  }

  private func begin() -> TableLayout {
    let columns = listing.columns.enumerated().map { index, column in
      let isEmpty = column.isOptional && rows.allSatisfy { $0[index].text.isEmpty }
      return TableLayout.Column(
        heading: isEmpty ? "" : column.heading(language), rank: column.rank, wraps: column.wraps)
    }
    let layout = TableLayout(columns, rows: rows, limit: output.screen.columns)
    output.line(layout.heading)
    self.layout = layout
    return layout
  }

  private func tellLeftOut(_ headings: [String]) {
    let names = headings.filter { !$0.isEmpty }.joined(separator: ", ")
    let text = Text(
      "Too narrow for \(names); --format csv has them.",
      "För smalt för \(names); --format csv har dem.")
    for line in text(language).wrapped(to: output.screen.textColumns) {
      output.line(Style.faint(line))
    }
  }
}
