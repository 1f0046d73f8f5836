import Answers
import Integrations

/// The company log as people read it: the sentence, the provider's words, and what to do.
final class LogPage {
  private static let width = 100
  private static let indent = String(repeating: " ", count: 30)

  private let language: Language
  private let output: Output
  private var told: Set<CompanyLogCode> = []

  init(_ language: Language, _ output: Output) {
    self.language = language
    self.output = output
  }

  func write(_ entry: LogEntry) {
    let line = entry.line
    let severity = line.severity.title(language).padding(to: 8)
    output.line(
      "\(entry.recorded.time.second)  \(line.severity.style.map { $0(severity) } ?? severity) "
        + line.text(language))
    for quotation in line.quotations {
      output.line(Self.indent + Style.faint(quotation.shown(entry.recorded.provider, language)))
    }
    guard let remedy = line.remedy else { return }
    // What to do is long, and does not become truer by repetition.
    let words = Words(language)
    let text =
      told.insert(line.code).inserted
      ? "→ \(remedy(language))" : words("→ What to do: as above.", "→ Gör som ovan.")
    for line in text.wrapped(to: Self.width - Self.indent.count) { output.line(Self.indent + line) }
  }
}
