import Answers
import CommandKit
import Encoding
import EventLog
import Integrations

/// What the data of an action holds, with an example that runs.
struct ActionPage {
  var name: ActionName
  var language: Language

  func write(to output: Output) {
    let localized = Localizer(language)
    let form = ActionForm(name, now: Effects.live.now())
    output.line(Style.strong(name.rawValue))
    for line in form.when(language).wrapped(to: output.screen.textColumns) { output.line(line) }
    output.line()
    let column = (form.fields.map(\.name.count).max() ?? 0) + 4
    for field in form.fields {
      let mark = field.isRequired ? "" : localized(" (optional)", " (valfritt)")
      let lines = (field.value(language) + mark).wrapped(to: output.screen.textColumns - column)
      for (index, line) in lines.enumerated() {
        output.line((index == 0 ? "  " + field.name : "").padding(to: column) + line)
      }
    }
    output.line()
    output.line(localized("Example:", "Exempel:"))
    // On one line, so that it can be copied.
    output.line(
      "  "
        + CommandHint.ofThisRun(
          "authledger record acme \(name.rawValue) --data \(form.example.asShellWord)"))
  }
}
