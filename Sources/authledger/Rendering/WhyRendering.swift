import Answers
import Integrations
import Ledger

/// The explanation as a page of text.
struct WhyPage {
  private static let width = 100

  var explanation: Explanation
  var language: Language

  func write(to output: Output) {
    let words = Words(language)
    let advice = explanation.advice
    output.line(Style.strong(explanation.title(language)))
    output.line(
      "\(explanation.verdict.style(explanation.verdict.rawValue))  "
        + "\(advice.confidence.title(language))" + seen(words))
    output.line()
    paragraph(words("Cause", "Orsak"), [advice.cause(language)], output)
    paragraph(words("State", "Läge"), [explanation.state(language)], output)
    if advice.fixer != .nobody || advice.standing != .healthy {
      let fixer = advice.fixer.title(explanation.company, explanation.provider)(language)
      paragraph(
        words("Fixer", "Åtgärd av"), [fixer.capitalizedFirst + ". " + advice.retryText(language)],
        output)
    }
    paragraph(words("Proof", "Bevis"), explanation.evidence.flatMap(proof), output)
    paragraph(words("Ruled out", "Uteslutet"), explanation.ruledOut.map { $0(language) }, output)
    paragraph(words("Unknown", "Okänt"), advice.unknown.map { $0(language) }, output)
    writeWays(words, output)
    output.line()
    paragraph(words("Next", "Härnäst"), [explanation.next], output)
    paragraph(words("See", "Läs"), [explanation.verdict.anchor], output)
    output.flush()
  }

  private func seen(_ words: Words) -> String {
    guard let since = explanation.since else { return "" }
    var text = "  " + words("since", "sedan") + " \(since.minute)"
    if let count = explanation.count {
      text += ", \(count) " + (count == 1 ? words("time", "gång") : words("times", "gånger"))
    }
    if let last = explanation.last, last != since {
      text += ", " + words("last", "senast") + " \(last.minute)"
    }
    return text
  }

  private func proof(_ evidence: Explanation.Evidence) -> [String] {
    let line = "\(evidence.position) \(evidence.time.second)  \(evidence.line.text(language))"
    return [line] + evidence.line.quotations.map { "  " + $0.shown(explanation.provider, language) }
  }

  private func writeWays(_ words: Words, _ output: Output) {
    let ways = explanation.advice.ways
    for (index, steps) in ways.enumerated() {
      let name =
        ways.count == 1
        ? words("Do", "Gör") : index == 0 ? words("Either", "Antingen") : words("or", "eller")
      let lines = steps.enumerated().map { number, step in
        let person = step.person.title(nil, explanation.provider)(language)
        return "\(number + 1). \(step.text(language)) [\(person)]"
      }
      paragraph(name, lines, output)
    }
  }

  private func paragraph(_ name: String, _ entries: [String], _ output: Output) {
    var name = name
    for entry in entries {
      let indent = entry.hasPrefix("  ") ? "  " : ""
      for (index, line) in entry.wrapped(to: Self.width - 10 - indent.count).enumerated() {
        let hanging =
          index > 0 && (entry.first?.isNumber == true || entry.first == "#") ? "   " : indent
        output.line((Style.faint(name) + spaces(10 - name.count)) + hanging + line)
        name = ""
      }
    }
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(1, count)) }
}

extension String {
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
