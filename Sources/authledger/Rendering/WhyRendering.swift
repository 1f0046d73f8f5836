import Answers
import CommandKit
import Integrations

/// The explanation as a page of text.
struct WhyPage {
  private static let nameWidth = 10

  var explanation: Explanation
  /// True if the company's other integrations are explained too.
  var isOneOfSeveral = false
  var language: Language
  /// Completes the commands that are printed.
  var hint = CommandHint.ofThisRun

  func write(to output: Output) {
    let localized = Localizer(language)
    let advice = explanation.advice
    let name = isOneOfSeveral ? "\(explanation.provider.title): " : ""
    output.sentence(Style.strong(name + explanation.title(language)))
    output.sentence(
      "\(explanation.verdict.style(explanation.verdict.rawValue))  "
        + "\(advice.confidence.title(language))" + seen(localized))
    output.line()
    paragraph(localized("Cause", "Orsak"), [advice.cause(language)], output)
    paragraph(localized("State", "Läge"), [explanation.state(language)], output)
    for further in explanation.also { write(further, localized, output) }
    for warning in explanation.warnings {
      paragraph(localized("Warning", "Varning"), [warning.text(language)], output)
    }
    if advice.fixer != .nobody || advice.health != .healthy {
      paragraph(
        localized("Fixer", "Åtgärd av"),
        [title(advice.fixer).capitalizedFirst + ". " + advice.retryText(language)], output)
    }
    paragraph(localized("Proof", "Bevis"), explanation.evidence.flatMap(proof), output)
    paragraph(
      localized("Ruled out", "Uteslutet"), explanation.ruledOut.map { $0.text(language) }, output)
    paragraph(localized("Unknown", "Okänt"), advice.unknown.map { $0(language) }, output)
    writeWays(localized, output)
    output.line()
    command(localized("Next", "Härnäst"), hint(explanation.next, isQuestion: true), output)
    let page = VerdictPage.command(for: explanation.verdict, explanation.provider)
    command(localized("See", "Läs"), hint(page), output)
  }

  private func title(_ person: Advice.Fixer) -> String {
    person.title(explanation.company, explanation.provider, explanation.product)(language)
  }

  private func seen(_ localized: Localizer) -> String {
    guard let since = explanation.since else { return "" }
    var text = "  " + localized("since", "sedan") + " \(since.minute)"
    if let count = explanation.count {
      text +=
        ", \(count) " + (count == 1 ? localized("time", "gång") : localized("times", "gånger"))
    }
    if let last = explanation.last, last.minute != since.minute {
      text += ", " + localized("last", "senast") + " \(last.minute)"
    }
    return text
  }

  private func proof(_ evidence: Explanation.Evidence) -> [String] {
    let line = "\(evidence.position) \(evidence.time.second)  \(evidence.line.text(language))"
    return [line] + evidence.line.quotations.map { "  " + $0.shown(explanation.provider, language) }
  }

  /// Writes one more problem, with its own steps if it has any.
  private func write(_ further: Explanation.Further, _ localized: Localizer, _ output: Output) {
    var lines = [further.text(language)]
    for (index, way) in further.ways.enumerated() {
      if index > 0 { lines.append(localized("or", "eller")) }
      lines += steps(way)
    }
    paragraph(localized("Also", "Dessutom"), lines, output)
  }

  private func writeWays(_ localized: Localizer, _ output: Output) {
    let ways = explanation.advice.ways
    // If nothing is wrong, the steps are optional.
    let only =
      explanation.advice.health == .healthy
      ? localized("Optional", "Valfritt") : localized("Do", "Gör")
    for (index, way) in ways.enumerated() {
      let name =
        ways.count == 1
        ? only : index == 0 ? localized("Either", "Antingen") : localized("or", "eller")
      paragraph(name, steps(way), output)
    }
  }

  private func steps(_ way: [AdviceStep]) -> [String] {
    way.enumerated().map { number, step in
      let person = step.person.title(nil, explanation.provider, explanation.product)(language)
      return "\(number + 1). \(step.text(language)) [\(person)]"
    }
  }

  private func paragraph(_ name: String, _ entries: [String], _ output: Output) {
    var name = name
    for entry in entries {
      // What is quoted stands in, and what goes on after a number stands under its words.
      let isQuoted = entry.hasPrefix("  ")
      let isNumbered = entry.first?.isNumber == true || entry.first == "#"
      let room = output.screen.textColumns - Self.nameWidth
      for line in entry.wrapped(
        to: room, first: isQuoted ? "  " : "", rest: isNumbered ? "   " : isQuoted ? "  " : "")
      {
        output.line(Style.faint(name) + spaces(Self.nameWidth - name.columns) + line)
        name = ""
      }
    }
  }

  /// A command stays on one line, so that it can be copied.
  private func command(_ name: String, _ command: String, _ output: Output) {
    output.line(Style.faint(name) + spaces(Self.nameWidth - name.count) + command)
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(1, count)) }
}
