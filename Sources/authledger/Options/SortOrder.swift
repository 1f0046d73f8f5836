import ArgumentParser
import CommandKit
import Integrations

/// By which column rows are sorted.
struct SortOrder: Hashable {
  /// The column as programs name it.
  var column: String
  /// Largest, latest or last first.
  var isDescending: Bool

  /// Refuses a column that a listing does not have.
  func check<Item>(_ listing: Listing<Item>) throws {
    let columns = listing.columns.map(\.key)
    guard columns.contains(column) else {
      let known = columns.joined(separator: ", ")
      throw CommandError(
        .usage, "--sort: “\(SecretGuard.shown(column))” is not a column here; there are \(known).",
        "--sort: ”\(SecretGuard.shown(column))” är ingen kolumn här; det finns \(known).")
    }
  }

  /// Sorts items by the column's value for programs, numbers by size; empty values come last, and
  /// items with the same value keep their order.
  func sorted<Item>(_ items: [Item], of listing: Listing<Item>) -> [Item] {
    guard let value = listing.columns.first(where: { $0.key == column })?.value else {
      return items
    }
    let keyed = items.map { (key: SortValue(value($0)), item: $0) }
    // Swift's sort is stable.
    return keyed.sorted { left, right in
      if left.key.isEmpty || right.key.isEmpty { return !left.key.isEmpty && right.key.isEmpty }
      return isDescending ? right.key < left.key : left.key < right.key
    }.map(\.item)
  }
}

/// A cell's value as rows are sorted by it.
private struct SortValue: Comparable {
  var text: String
  var number: Int64?

  init(_ text: String) {
    self.text = text
    number = Int64(text)
  }

  var isEmpty: Bool { text.isEmpty }

  static func < (left: Self, right: Self) -> Bool {
    guard let one = left.number, let other = right.number else { return left.text < right.text }
    return one < other
  }
}

extension Parse {
  /// A column's name, with `-` before it for descending order.
  static func sort(_ text: String) throws -> SortOrder {
    let isDescending = text.hasPrefix("-")
    return SortOrder(
      column: isDescending ? String(text.dropFirst()) : text, isDescending: isDescending)
  }
}
