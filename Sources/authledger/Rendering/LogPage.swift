import Answers
import CommandKit
import EventLog
import Integrations

/// The company log as people read it: the sentence, the provider's words, and what to do.
final class LogPage {
  /// How many characters the sentence keeps, before ages and actors get columns of their own; else
  /// an age is left out, and an actor stands after the sentence.
  private static let room = 60
  /// With less beside what stands before it, the sentence stands below that.
  private static let leastRoom = 40
  /// Where the sentence begins then.
  private static let step = 4

  /// What stands before the sentence of each line.
  private struct Column {
    var heading: String
    var width: Int
    var style: (LogEntry) -> Style? = { _ in nil }
    var cell: (LogEntry) -> String
  }

  private let language: Language
  private let output: Output
  private let width: Int
  private let namesProviders: Bool
  private var columns: [Column] = []
  private var hasActors = false
  private var shownWays: Set<[[AdviceStep]]> = []
  /// True until a line was written.
  private(set) var isEmpty = true

  /// - Parameters:
  ///   - last: The last position of the log, which the column of positions has room for.
  ///   - clock: What ages are counted from.
  ///   - namesProviders: True if each line says which integration it is about.
  init(
    _ language: Language, _ output: Output, last: Position,
    times: TimeStyle = TimeStyle(), clock: @escaping () -> Timestamp = Effects.live.now,
    namesProviders: Bool = false
  ) {
    self.language = language
    self.output = output
    width = output.screen.columns ?? output.screen.textColumns
    self.namesProviders = namesProviders
    columns = [
      positions(last), self.times(times),
      Column(
        heading: localized("SEVERITY", "NIVÅ"), width: 8, style: { $0.line.severity.style }
      ) { $0.line.severity.title(language) },
    ]
    if times.hasAges { add(ages(clock), at: 2) }
    hasActors = add(actors, at: columns.count)
  }

  private var localized: Localizer { Localizer(language) }

  private var indent: Int { columns.reduce(0) { $0 + $1.width + 2 } }

  /// Adds a column if the sentence keeps its room.
  @discardableResult
  private func add(_ column: Column, at index: Int) -> Bool {
    let hasRoom = width - indent - column.width - 2 >= Self.room
    if hasRoom { columns.insert(column, at: index) }
    return hasRoom
  }

  private func positions(_ last: Position) -> Column {
    Column(heading: "#", width: last.description.columns) {
      $0.recorded?.position.description ?? "–"
    }
  }

  private func times(_ style: TimeStyle) -> Column {
    let heading = style.heading(Text("TIME", "TID"))(language)
    return Column(heading: heading, width: max(heading.columns, 19)) { style.inTable($0.time) }
  }

  private func ages(_ clock: @escaping () -> Timestamp) -> Column {
    let language = language
    return Column(
      heading: localized("AGE", "ÅLDER"), width: language == .english ? 11 : 17,
      style: { _ in .faint }
    ) { TimeStyle.age(of: $0.time, asOf: clock())(language) }
  }

  private var actors: Column {
    Column(heading: localized("ACTOR", "AKTÖR"), width: 18) {
      $0.recorded?.actor.description ?? "–"
    }
  }

  func write(_ entry: LogEntry) {
    if isEmpty { writeHeading() }
    isEmpty = false
    let cells = columns.map { column in
      (text: column.cell(entry), width: column.width, style: column.style(entry))
    }
    var start = ""
    var gap = ""
    for cell in cells {
      start += gap + (cell.style.map { $0(cell.text) } ?? cell.text)
      gap = String(repeating: " ", count: max(0, cell.width - cell.text.columns) + 2)
    }
    var indent = (start + gap).columns
    if width - indent < Self.leastRoom {
      output.line(start)
      indent = Self.step
      write(sentence(entry), indent, "")
    } else {
      let lines = sentence(entry).wrapped(to: sentenceWidth(indent))
      output.line(start + gap + (lines.first ?? ""))
      write(lines.dropFirst(), indent, "")
    }
    for quotation in entry.line.quotations {
      write(quotation.shown(entry.provider, language), indent, "", .faint)
    }
    writeWays(of: entry, indent)
  }

  func flush() { output.flush() }

  /// How long a line of a sentence may be: on a wide screen no longer than on any other page.
  private func sentenceWidth(_ indent: Int) -> Int {
    min(width - indent, output.screen.textColumns)
  }

  private func writeHeading() {
    let headings = columns.map { $0.heading.padding(to: $0.width) + "  " }
    output.line(Style.strong(headings.joined() + localized("WHAT", "VAD")))
  }

  private func sentence(_ entry: LogEntry) -> String {
    let mark = entry.recorded == nil ? localized("(computed) ", "(beräknad) ") : ""
    let name = namesProviders ? "\(entry.provider.title): " : ""
    let actor = hasActors ? "" : entry.recorded.map { " (\($0.actor))" } ?? ""
    return mark + name + entry.line.text(language) + actor
  }

  private func writeWays(of entry: LogEntry, _ indent: Int) {
    let ways = entry.line.ways
    guard !ways.isEmpty else { return }
    // Long steps are printed only once.
    guard shownWays.insert(ways).inserted else {
      return write(localized("What to do: as above.", "Gör som ovan."), indent, "→ ")
    }
    for (index, way) in ways.enumerated() {
      if index > 0 { write(localized("or", "eller"), indent, "") }
      for step in way {
        let person = step.person.title(nil, entry.names.provider, entry.names.product)
        write("\(step.text(language)) [\(person(language))]", indent, "→ ")
      }
    }
  }

  /// Writes a text under the sentence, what follows its first line beside its mark.
  private func write(_ text: String, _ indent: Int, _ mark: String, _ style: Style? = nil) {
    let lines = text.wrapped(to: sentenceWidth(indent) - mark.count)
    write(lines.prefix(1), indent, mark, style)
    write(lines.dropFirst(), indent, String(repeating: " ", count: mark.count), style)
  }

  private func write(
    _ lines: ArraySlice<String>, _ indent: Int, _ mark: String, _ style: Style? = nil
  ) {
    for line in lines {
      output.line(
        String(repeating: " ", count: indent) + mark + (style.map { $0(line) } ?? line))
    }
  }
}
