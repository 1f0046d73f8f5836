import Answers
import CommandKit
import EventLog
import Evidence
import Integrations
import Transparency

/// The result of comparing the ledger with a kept checkpoint.
struct KeptAnswer {
  /// The file name as it was given.
  let file: String
  let verdict: KeptVerdict
  /// True if the checkpoint is of the root, whose leaves are no records.
  private let isRoot: Bool

  init(file: String, verdict: KeptVerdict, of note: SignedNote) {
    self.file = file
    self.verdict = verdict
    isRoot = (try? Checkpoint(note.text))?.origin.contains("/root/") == true
  }

  private func counted(_ size: UInt64) -> Text {
    isRoot
      ? Text(size.counted("leaf", "leaves"), "\(size) löv")
      : Text(size.counted("record"), size.counted("post", "poster"))
  }

  var agrees: Bool { if case .extended = verdict { true } else { false } }

  func json(_ language: Language) -> JSON {
    .object([
      ("checkpoint", .string(file)), ("agrees", .bool(agrees)), ("verdict", .string(name)),
      ("text", .string(text(language))),
    ])
  }

  /// The verdict's code.
  var name: String {
    switch verdict {
    case .extended: "extended"
    case .shorter: "shorter"
    case .forked: "forked"
    case .missing: "missing"
    case .foreign: "foreign"
    }
  }

  /// The verdict as a sentence.
  var text: Text {
    let file = file == "-" ? "<stdin>" : file.escapedForTerminal
    return switch verdict {
    case .extended(let old, let new):
      Text(
        "The ledger extends \(file): its \(counted(old).english) stayed the same among \(new).",
        "Liggaren fortsätter \(file): dess \(counted(old).swedish) finns oförändrat kvar bland \(new)."
      )
    case .shorter(let signed, let found):
      Text(
        "The log was cut or an older copy put back: \(file) signs \(counted(signed).english) and "
          + "here: \(found).",
        "Loggen har kapats eller en äldre kopia lagts tillbaka: \(file) signerar "
          + "\(counted(signed).swedish) och det finns \(found).")
    case .forked(let size):
      Text(
        "The log is another one: up to \(counted(size).english) it is not the one that \(file) signs.",
        "Loggen är en annan: fram till \(counted(size).swedish) är den inte den som \(file) signerar."
      )
    case .missing(let company):
      Text(
        "\(file) is about \(company), and the ledger has no record of it.",
        "\(file) gäller \(company), som liggaren inte har något om.")
    case .foreign(let origin):
      Text(
        "\(file) is of the log \(ProviderText.shown(origin)), and this is another one.",
        "\(file) gäller loggen \(ProviderText.shown(origin)), som inte är den här.")
    }
  }
}

extension VerifyReport {
  /// Prints the report and the comparison with the kept checkpoint as one document.
  func write(
    as format: Format, in language: Language, to output: Output, with kept: KeptAnswer
  ) {
    switch format {
    case .table:
      write(as: format, in: language, to: output)
      output.sentence(kept.text(language))
    case .csv:
      write(as: format, in: language, to: output)
      if !kept.agrees {
        output.line("checkpoint,,\(ListingWriter<KeptAnswer>.cell(kept.text(language)))")
      }
    case .json, .jsonl:
      guard case .object(let members) = json(language) else { return }
      let both = JSON.object(
        members.map { $0.0 == "agrees" ? ("agrees", .bool(agrees && kept.agrees)) : $0 }
          + [("checkpoint", kept.json(language))])
      output.line(format == .json ? both.pretty() : both.compact)
    }
  }
}
