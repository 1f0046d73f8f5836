import Answers
import Integrations

extension Listing<LogEntry> {
  static var log: Self {
    Self(
      columns: [
        Column("position", heading: Text("POSITION", "POSITION")) { entry in
          entry.recorded.map { String($0.position.number) } ?? ""
        },
        Column("time", heading: Text("TIME", "TID")) { $0.time.description },
        Column("severity", heading: Text("SEVERITY", "NIVÅ")) { $0.line.severity.rawValue },
        Column("code", heading: Text("CODE", "KOD")) { $0.line.code.rawValue },
        Column("text", heading: Text("TEXT", "TEXT")) { $0.line.text($0.language) },
        Column("words", heading: Text("WORDS", "ORD")) { entry in
          entry.line.quotations.map { $0.shown(entry.provider, entry.language) }
            .joined(separator: "; ")
        },
        Column("remedy", heading: Text("REMEDY", "ÅTGÄRD")) { $0.remedy ?? "" },
        Column("computed", heading: Text("COMPUTED", "BERÄKNAD")) {
          $0.recorded == nil ? "true" : ""
        },
        Column("provider", heading: Text("PROVIDER", "LEVERANTÖR")) { $0.provider.rawValue },
      ], json: { $0.json.compact },
      empty: Text("The company log is empty.", "Företagets logg är tom."))
  }
}

/// The company log as people read it: the sentence, the provider's words, and what to do.
final class LogPage {
  private static let width = 100
  private static let indent = String(repeating: " ", count: 30)

  private let language: Language
  private let output: Output
  private let namesProviders: Bool
  private var shownWays: Set<[[AdviceStep]]> = []

  /// - Parameter namesProviders: True if each line says which integration it is about.
  init(_ language: Language, _ output: Output, namesProviders: Bool = false) {
    self.language = language
    self.output = output
    self.namesProviders = namesProviders
  }

  func write(_ entry: LogEntry) {
    let localized = Localizer(language)
    let line = entry.line
    let severity = line.severity.title(language).padding(to: 8)
    let name = namesProviders ? "\(entry.provider.title): " : ""
    let mark = entry.recorded == nil ? localized("(computed) ", "(beräknad) ") : ""
    output.line(
      "\(entry.time.second)  \(line.severity.style.map { $0(severity) } ?? severity) \(mark)"
        + name + line.text(language))
    for quotation in line.quotations {
      output.line(Self.indent + Style.faint(quotation.shown(entry.provider, language)))
    }
    guard !line.ways.isEmpty else { return }
    // Long steps are printed only once.
    guard shownWays.insert(line.ways).inserted else {
      return output.line(Self.indent + localized("→ What to do: as above.", "→ Gör som ovan."))
    }
    for (index, way) in line.ways.enumerated() {
      if index > 0 { output.line(Self.indent + localized("or", "eller")) }
      for step in way { write(step, entry.names) }
    }
  }

  private func write(_ step: AdviceStep, _ names: Names) {
    let person = step.person.title(nil, names.provider, names.product)
    let text = "\(step.text(language)) [\(person(language))]"
    for (index, line) in text.wrapped(to: Self.width - Self.indent.count - 2).enumerated() {
      output.line(Self.indent + (index == 0 ? "→ " : "  ") + line)
    }
  }
}
