import Answers
import Integrations

/// The explanation as a page of text.
struct WhyPage {
  private static let width = 100
  private static let nameWidth = 10

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
    for further in explanation.also { write(further, words, output) }
    for warning in explanation.warnings {
      paragraph(words("Warning", "Varning"), [warning.text(language)], output)
    }
    if advice.fixer != .nobody || advice.standing != .healthy {
      paragraph(
        words("Fixer", "Åtgärd av"),
        [title(advice.fixer).capitalizedFirst + ". " + advice.retryText(language)], output)
    }
    paragraph(words("Proof", "Bevis"), explanation.evidence.flatMap(proof), output)
    paragraph(
      words("Ruled out", "Uteslutet"), explanation.ruledOut.map { $0.text(language) }, output)
    paragraph(words("Unknown", "Okänt"), advice.unknown.map { $0(language) }, output)
    writeWays(words, output)
    output.line()
    paragraph(words("Next", "Härnäst"), [explanation.next], output)
    paragraph(words("See", "Läs"), [explanation.verdict.anchor], output)
    output.flush()
  }

  private func title(_ person: Advice.Person) -> String {
    person.title(explanation.company, explanation.provider, explanation.product)(language)
  }

  private func seen(_ words: Words) -> String {
    guard let since = explanation.since else { return "" }
    var text = "  " + words("since", "sedan") + " \(since.minute)"
    if let count = explanation.count {
      text += ", \(count) " + (count == 1 ? words("time", "gång") : words("times", "gånger"))
    }
    if let last = explanation.last, last.minute != since.minute {
      text += ", " + words("last", "senast") + " \(last.minute)"
    }
    return text
  }

  private func proof(_ evidence: Explanation.Evidence) -> [String] {
    let line = "\(evidence.position) \(evidence.time.second)  \(evidence.line.text(language))"
    return [line] + evidence.line.quotations.map { "  " + $0.shown(explanation.provider, language) }
  }

  /// What else is the matter, with the steps that it needs of its own.
  private func write(_ further: Explanation.Further, _ words: Words, _ output: Output) {
    var lines = [further.text(language)]
    for (index, way) in further.ways.enumerated() {
      if index > 0 { lines.append(words("or", "eller")) }
      lines += steps(way)
    }
    paragraph(words("Also", "Dessutom"), lines, output)
  }

  private func writeWays(_ words: Words, _ output: Output) {
    let ways = explanation.advice.ways
    // Where nothing is wrong, nobody has to.
    let only =
      explanation.advice.standing == .healthy
      ? words("Optional", "Valfritt") : words("Do", "Gör")
    for (index, way) in ways.enumerated() {
      let name =
        ways.count == 1
        ? only : index == 0 ? words("Either", "Antingen") : words("or", "eller")
      paragraph(name, steps(way), output)
    }
  }

  private func steps(_ way: [Advice.Step]) -> [String] {
    way.enumerated().map { number, step in
      let person = step.person.title(nil, explanation.provider, explanation.product)(language)
      return "\(number + 1). \(step.text(language)) [\(person)]"
    }
  }

  private func paragraph(_ name: String, _ entries: [String], _ output: Output) {
    var name = name
    for entry in entries {
      let indent = entry.hasPrefix("  ") ? "  " : ""
      let lines = entry.wrapped(to: Self.width - Self.nameWidth - indent.count)
      for (index, line) in lines.enumerated() {
        let hanging =
          index > 0 && (entry.first?.isNumber == true || entry.first == "#") ? "   " : indent
        output.line(
          (Style.faint(name) + spaces(Self.nameWidth - name.count)) + hanging + line)
        name = ""
      }
    }
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(1, count)) }
}
