import Foundation
import Integrations
import TestSupport
import Testing

/// Holds `docs/verdicts.md` to the code, so that every code printed has its description.
@Suite struct VerdictsDocumentTests {
  @Test func document() throws {
    let parts = [Self.introduction] + VerdictCode.allCases.map(Self.part)
    try Golden(Golden.root.appending(path: "docs"))
      .expect(parts.joined(separator: "\n"), "verdicts.md")
  }

  private static let introduction = """
    # Verdicts

    `authledger why` answers with one of these codes. A code never changes its meaning. In a given
    case `why` says more than stands here: which registers, which records, what is ruled out.

    “Retry” is whether authorizing again helps: `yes`; `no`; `afterwards`, when the steps are done;
    `automatic`, Moment tries by itself; `notNeeded`.

    """

  private static func part(_ code: VerdictCode) -> String {
    let advice = code.advice(.fortnox)
    var lines = ["## \(code.rawValue)", ""]
    for language in Language.allCases { lines += [code.meaning(language), ""] }
    lines += [
      "| layer | fixer | retry |", "|---|---|---|",
      "| \(advice.layer.rawValue) | \(advice.fixer.title(nil, .fortnox)(.english)) "
        + "| \(advice.retry.rawValue) |", "",
    ]
    for (index, steps) in advice.ways.enumerated() {
      lines.append(index == 0 ? "What to do:" : "Or:")
      lines.append("")
      for (number, step) in steps.enumerated() {
        lines.append("\(number + 1). \(step.text(.english)) / \(step.text(.swedish))")
      }
      lines.append("")
    }
    for unknown in advice.unknown { lines += ["Not known: \(unknown(.english))", ""] }
    return lines.joined(separator: "\n")
  }
}
