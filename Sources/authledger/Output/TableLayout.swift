import CommandKit

/// How a table's columns share the width of the screen.
///
/// A table that fits is as wide as its cells. Where it does not, columns of text are broken into
/// lines; where that is not enough, columns are left out, the least needed first, and what is left
/// is never cut.
struct TableLayout {
  /// What the layout must know of a column.
  struct Column {
    var heading: String
    /// How early it is left out: 0 for never, and the highest first.
    var rank: Int
    /// True if its text may be broken into lines.
    var wraps: Bool
  }

  /// One cell.
  struct Cell {
    var text: String
    var style: Style?
  }

  private static let gap = 2
  /// The fewest columns of the screen that text is broken to.
  private static let narrowestText = 20
  /// And where that does not fit.
  private static let leastText = 8

  /// The columns that are shown, by their index.
  private let shown: [Int]
  /// The width of each column that is shown.
  private let widths: [Int]
  /// Where each column that is shown begins.
  private let starts: [Int]
  private let columns: [Column]

  /// - Parameters:
  ///   - rows: The first rows, from which the widths are chosen.
  ///   - limit: The columns of the screen; nil for no limit.
  init(_ columns: [Column], rows: [[Cell]], limit: Int?) {
    self.columns = columns
    let natural = columns.indices.map { index in
      max(columns[index].heading.columns, rows.map { $0[index].text.columns }.max() ?? 0)
    }
    (shown, widths) = Self.choose(natural, columns, limit)
    var starts = [0]
    for width in widths { starts.append((starts.last ?? 0) + width + Self.gap) }
    self.starts = starts
  }

  /// The columns that are shown, and their widths.
  private static func choose(
    _ natural: [Int], _ columns: [Column], _ limit: Int?
  ) -> (shown: [Int], widths: [Int]) {
    var shown = Array(columns.indices)
    guard let limit else { return (shown, natural) }
    while true {
      if let widths = fit(shown, natural, columns, limit) { return (shown, widths) }
      let rank = shown.map { columns[$0].rank }.max() ?? 0
      guard rank > 0, let dropped = shown.lastIndex(where: { columns[$0].rank == rank }) else {
        // Nothing more can go, so text is broken into what is left, however little.
        let texts = shown.filter { columns[$0].wraps }
        let fixed = shown.reduce(gap * (shown.count - 1)) {
          columns[$1].wraps ? $0 : $0 + natural[$1]
        }
        let share = max(leastText, (limit - fixed) / max(1, texts.count))
        return (shown, shown.map { columns[$0].wraps ? min(natural[$0], share) : natural[$0] })
      }
      shown.remove(at: dropped)
    }
  }

  /// The widths with which the columns fit; nil if they do not.
  private static func fit(
    _ shown: [Int], _ natural: [Int], _ columns: [Column], _ limit: Int
  ) -> [Int]? {
    let room = limit - gap * (shown.count - 1)
    let fixed = shown.filter { !columns[$0].wraps }.reduce(0) { $0 + natural[$1] }
    var left = room - fixed
    var widths = natural
    // What needs less than its share leaves the rest to the others.
    var texts = shown.filter { columns[$0].wraps }.sorted { natural[$0] < natural[$1] }
    while let text = texts.first {
      let share = left / texts.count
      widths[text] = min(natural[text], share)
      guard widths[text] >= min(natural[text], narrowestText) else { return nil }
      left -= widths[text]
      texts.removeFirst()
    }
    return left >= 0 ? shown.map { widths[$0] } : nil
  }

  /// The headings of what is left out.
  var leftOut: [String] {
    columns.indices.filter { !shown.contains($0) }.map { columns[$0].heading }
  }

  /// The line of the headings.
  var heading: String {
    lines(columns.map { Cell(text: $0.heading, style: .strong) }).joined(separator: "\n")
  }

  /// The lines of a row.
  func lines(_ row: [Cell]) -> [String] {
    let cells = shown.indices.map { place in
      let cell = row[shown[place]]
      let parts = columns[shown[place]].wraps ? cell.text.wrapped(to: widths[place]) : [cell.text]
      return (parts: parts, style: cell.style)
    }
    let height = cells.map(\.parts.count).max() ?? 1
    return (0..<max(1, height)).map { line in
      var text = ""
      var end = 0
      for (place, cell) in cells.enumerated() where line < cell.parts.count {
        let part = cell.parts[line]
        guard !part.isEmpty else { continue }
        // A cell wider than its column moves what follows it in its line.
        let start = max(starts[place], end == 0 ? 0 : end + Self.gap)
        text += String(repeating: " ", count: start - end) + (cell.style.map { $0(part) } ?? part)
        end = start + part.columns
      }
      return text
    }
  }
}
