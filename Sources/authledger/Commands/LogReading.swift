import Answers
import EventLog
import Integrations

/// Which lines of a company log are wanted.
struct LogFilter {
  /// Only lines of this time or later.
  var since: Timestamp?
  /// Only lines from before this time.
  var until: Timestamp?
  /// Only lines that matter as much as this, or more.
  var severity = CompanyLogSeverity.info

  /// True if it leaves out some lines.
  var isPart: Bool { since != nil || until != nil || severity > .info }

  func includes(_ line: LogLine) -> Bool {
    line.line.severity >= severity && since.map { line.time >= $0 } != false
      && until.map { line.time < $0 } != false
  }
}

/// Where a reading of a company's log stands.
final class LogReading {
  /// Which part of the lines is printed, and in which order.
  struct Part {
    var isReversed = false
    var limit: Int?
    /// How many of the last; nil for all.
    var tail: Int?
  }

  /// How many readings without a new record pass before the clock is asked.
  private static let idleReadings = 10

  let writer: LogPrinter
  private let company: Company
  private let provider: Provider?
  private let moment: AsOf
  private let filter: LogFilter
  private let part: Part
  private var left: Int
  /// The last record whose line was read.
  private var read = Position(0)
  /// The lines without a record that were read.
  private var computed: Set<LogLine> = []
  /// The end of the log that the last reading saw; nil before the first.
  private var end: Position?
  /// How many readings found nothing to look at since.
  private var idle = 0

  init(
    company: Company, provider: Provider?, moment: AsOf, filter: LogFilter, part: Part,
    writer: LogPrinter
  ) {
    self.company = company
    self.provider = provider
    self.moment = moment
    self.filter = filter
    self.part = part
    self.writer = writer
    left = part.limit ?? .max
  }

  /// Prints every line that is wanted.
  func all(_ ledger: Ledger) throws {
    guard part.isReversed || part.tail != nil else {
      return try forEach(ledger) { line in
        print(line)
        return left > 0
      }
    }
    // Lines are folded from the oldest on, so the last ones are known at the end only.
    var last: [LogLine] = []
    let count = part.isReversed ? left : part.tail ?? 0
    try forEach(ledger) { line in
      last.append(line)
      // Seldom, since each removal moves what stays.
      if last.count / 2 > count { last.removeFirst(last.count - count) }
      return true
    }
    last = last.suffix(count)
    for line in part.isReversed ? last.reversed() : last where left > 0 { print(line) }
  }

  /// Prints the lines that are new.
  ///
  /// - Returns: The end of the log; nil if no more lines are wanted.
  func next(_ ledger: Ledger) throws -> Position? {
    let end = try ledger.lastCursor().position
    // What the clock changes is looked for too, and seldom, since it takes a fold.
    idle = end == self.end ? idle + 1 : 0
    guard idle.isMultiple(of: Self.idleReadings) else { return end }
    if self.end == nil {
      try all(ledger)
    } else {
      try forEach(ledger) { line in
        print(line)
        return left > 0
      }
    }
    self.end = end
    writer.flush()
    return left > 0 ? end : nil
  }

  private func print(_ line: LogLine) {
    writer.write(line)
    left -= 1
  }

  /// Calls `body` with every line that is wanted and was not read before.
  private func forEach(_ ledger: Ledger, _ body: (LogLine) throws -> Bool) throws {
    try ledger.forEachLogLine(of: company, provider, at: moment) { line in
      let isNew =
        if let position = line.recorded?.position { position > read } else {
          computed.insert(line).inserted
        }
      guard isNew else { return true }
      if let position = line.recorded?.position { read = position }
      return filter.includes(line) ? try body(line) : true
    }
  }
}

/// Prints lines of a company log, as a page for people or as a list.
struct LogPrinter {
  /// The page; nil if a list is asked for.
  var page: LogPage?
  var listing: ListingWriter<LogEntry>
  var language: Language

  func write(_ line: LogLine) {
    let entry = LogEntry(line, language)
    if let page { page.write(entry) } else { listing.write(entry) }
  }

  /// Prints what was written so far; more may follow.
  func flush() {
    if let page { page.flush() } else { listing.flush() }
  }

  func end() {
    if let page, !page.isEmpty { page.flush() } else { listing.end() }
  }
}
