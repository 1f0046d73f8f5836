import Answers
import CommandKit
import Integrations

/// What a verdict means and what can be done about it in general, whatever the company.
struct VerdictPage {
  private static let nameWidth = 10

  var code: VerdictCode
  var provider: Provider
  var language: Language

  /// The provider whose words a page has that is of none in particular.
  private static let example = Provider.allCases[0]

  /// - Parameter provider: The provider whose words the page has; nil for any.
  init(code: VerdictCode, provider: Provider?, language: Language) {
    self.code = code
    self.provider = provider ?? Self.example
    self.language = language
  }

  /// The command that prints the page of a verdict.
  static func command(for code: VerdictCode, _ provider: Provider) -> String {
    "authledger help verdict \(code.rawValue)"
      + (provider == example ? "" : " --provider \(provider.rawValue)")
  }

  /// Prints every code with its meaning.
  static func writeList(_ language: Language, to output: Output) {
    let codes = VerdictCode.allCases
    let width = (codes.map(\.rawValue.count).max() ?? 0) + 2
    for code in codes {
      let lines = code.meaning(example)(language).wrapped(to: output.screen.textColumns - width)
      for (index, line) in lines.enumerated() {
        output.line((index == 0 ? code.rawValue : "").padding(to: width) + line)
      }
    }
  }

  func write(to output: Output) {
    let product = HostProduct()
    let localized = Localizer(language)
    let advice = code.advice(provider, product)
    output.line(Style.strong(code.rawValue))
    for line in code.meaning(provider)(language).wrapped(to: output.screen.textColumns) {
      output.line(line)
    }
    output.line()
    paragraph(localized("Layer", "Lager"), [advice.layer.rawValue], output)
    paragraph(
      localized("Fixer", "Åtgärd av"),
      [advice.fixer.title(nil, provider, product)(language).capitalizedFirst + "."], output)
    paragraph(
      localized("Retry", "Omförsök"), ["\(advice.retry.rawValue): \(advice.retryText(language))"],
      output)
    for (index, way) in advice.ways.enumerated() {
      let name =
        index > 0
        ? localized("or", "eller")
        : advice.ways.count == 1 ? localized("Do", "Gör") : localized("Either", "Antingen")
      let steps = way.enumerated().map { number, step in
        let person = step.person.title(nil, provider, product)(language)
        return "\(number + 1). \(step.text(language)) [\(person)]"
      }
      paragraph(name, steps, output)
    }
    paragraph(localized("Unknown", "Okänt"), advice.unknown.map { $0(language) }, output)
    output.line()
    output.line(
      localized(
        "As it is with \(provider.title); --provider names another.",
        "Så som det är hos \(provider.title); --provider anger en annan."))
  }

  private func paragraph(_ name: String, _ entries: [String], _ output: Output) {
    var name = name
    for entry in entries {
      let indent = entry.first?.isNumber == true ? "   " : ""
      for (index, line) in entry.wrapped(to: output.screen.textColumns - Self.nameWidth - 3)
        .enumerated()
      {
        output.line(
          Style.faint(name) + String(repeating: " ", count: max(1, Self.nameWidth - name.count))
            + (index > 0 ? indent : "") + line)
        name = ""
      }
    }
  }
}
