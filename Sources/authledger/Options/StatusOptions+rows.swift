import Answers
import CommandKit
import EventLog
import Integrations

extension StatusOptions {
  /// True if nothing changes which rows are printed.
  var isPlain: Bool { sort == nil && limit == nil && !summary }

  /// Prints the rows that `each` gives one after another.
  ///
  /// - Returns: How many there are; at least one if there are any.
  func write<Item>(
    _ listing: Listing<Item>, _ each: ((Item) throws -> Bool) throws -> Void
  ) throws -> Int {
    let output = Output()
    let writer = query.writer(listing, output)
    let limit = limit ?? .max
    var count = 0
    if let sort {
      var items: [Item] = []
      try each {
        items.append($0)
        return true
      }
      count = items.count
      sort.sorted(items, of: listing).prefix(limit).forEach(writer.write)
    } else {
      try each { item in
        count += 1
        if count <= limit { writer.write(item) }
        // A table says how many more there are.
        return count < limit || query.format == .table
      }
    }
    if count == 0, query.format == .table {
      listing.writeEmpty(query.language, to: output)
    } else {
      writer.end()
    }
    if count > limit, query.format == .table {
      let more = String(count - limit)
      output.sentence(
        Localizer(query.language)(
          "… and \(more) more; leave out --limit to see all.",
          "… och \(more) till; utelämna --limit för att se alla."))
    }
    output.flush()
    return count
  }
}

extension Listing {
  /// Prints what stands in place of rows: a sentence, and perhaps a command on a line of its own, which
  /// is copied and so never broken.
  func writeEmpty(_ language: Language, to output: Output) {
    for line in empty(language).split(separator: "\n").map(String.init) {
      if line.hasPrefix(" ") { output.line(line) } else { output.sentence(line) }
    }
  }
}
