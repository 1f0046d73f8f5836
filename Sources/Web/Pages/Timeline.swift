import EventLog
import Evidence
import Integrations

/// A picture of an integration's attempts: a bar each, from start to end.
struct Timeline {
  private struct Bar {
    var start: Timestamp
    var end: Timestamp
    var tone: String
    var word: String
  }

  private static let barLimit = 12
  private var bars: [Bar] = []
  private let now: Timestamp

  init(_ ledger: Ledger, _ company: Company, _ provider: Provider, now: Timestamp) throws {
    self.now = now
    var open: [AttemptID: Int] = [:]
    var bars: [Bar] = []
    try ledger.forEachLogLine(of: company, provider) { line in
      guard let recorded = line.recorded else { return true }
      switch recorded.action {
      case .authorizeStarted(let data):
        open[data.attempt] = bars.count
        bars.append(Bar(start: recorded.time, end: now, tone: "plain", word: "…"))
      case .approved(let data), .reauthorized(let data):
        if data.via == .consent, let index = open.removeValue(forKey: data.attempt) {
          bars[index].end = recorded.time
          bars[index].tone = "good"
          bars[index].word = recorded.action.name.rawValue
        }
      case .failed(let data):
        if let attempt = data.attempt, let index = open.removeValue(forKey: attempt) {
          bars[index].end = recorded.time
          bars[index].tone = "bad"
          bars[index].word = data.reason.rawValue
        }
      case .permissionDenied(let data):
        if let last = bars.indices.last, data.attempt != nil, bars[last].tone == "good" {
          bars[last].tone = "warn"
          bars[last].word = "permissionDenied"
        }
      default: break
      }
      return true
    }
    self.bars = Array(bars.suffix(Self.barLimit))
  }

  /// The picture, with the same in words for screen readers; empty if there is no attempt.
  ///
  /// It holds only numbers, times and the domain's own words, so nothing needs escaping.
  func svg(_ language: Language) -> String {
    guard !bars.isEmpty else { return "" }
    let height = bars.count * 26 + 8
    let title = Text("Attempts, oldest first", "Försök, äldsta först")(language)
    var text =
      "<svg class=\"timeline\" viewBox=\"0 0 720 \(height)\" role=\"img\" aria-label=\"\(title)\">"
    for (index, bar) in bars.enumerated() {
      let y = index * 26 + 6
      let seconds = max(0, (bar.end.milliseconds - bar.start.milliseconds) / 1000)
      // The whole life of an attempt is 300 wide; nothing is thinner than 6.
      let width = min(300, max(6, seconds * 300 / Limits.attemptSeconds))
      let duration = Self.duration(seconds)
      text += "<g class=\"\(bar.tone)\"><title>\(bar.start.shown): \(bar.word), \(duration)</title>"
      text += "<text x=\"0\" y=\"\(y + 13)\">\(bar.start.shown)</text>"
      text += "<rect x=\"170\" y=\"\(y)\" width=\"\(width)\" height=\"18\" rx=\"4\"/>"
      text += "<text x=\"\(178 + width)\" y=\"\(y + 13)\">\(bar.word) · \(duration)</text></g>"
    }
    return text + "</svg>"
  }

  private static func duration(_ seconds: Int64) -> String {
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3600 { return "\(seconds / 60) min" }
    return seconds < 172_800 ? "\(seconds / 3600) h" : "\(seconds / 86_400) d"
  }
}
