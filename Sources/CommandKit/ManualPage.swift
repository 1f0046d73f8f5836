/// The manual page of one command, as roff of man(7).
struct ManualPage {
  let command: HelpDump.Command
  /// The command as it is typed.
  let words: [String]
  let version: String

  /// Its name in the manual, such as `authledger-why`.
  var name: String { words.joined(separator: "-") }

  private var arguments: [HelpDump.Argument] {
    (command.arguments ?? []).filter(\.shouldDisplay)
  }

  var text: String {
    var lines = [
      ".TH \(Roff.quoted(name.uppercased())) 1 \"\" \(Roff.quoted("\(words[0]) \(version)"))",
      // A word that is cut could not be copied into a command.
      ".nh", ".ad l", ".SH NAME", "\(Roff.text(name)) \\- \(Roff.text(command.abstract ?? ""))",
      ".SH SYNOPSIS", ".B \(Roff.text(words.joined(separator: " ")))",
    ]
    lines += arguments.map(\.synopsis)
    if !command.shown.isEmpty { lines.append("\\fIsubcommand\\fR ...") }
    if let discussion = command.discussion {
      lines += [".SH DESCRIPTION"] + Roff.paragraphs(discussion)
    }
    if !command.shown.isEmpty {
      lines.append(".SH COMMANDS")
      for inner in command.shown {
        lines += [
          ".TP", ".BR \(Roff.text("\(name)-\(inner.commandName)")) (1)",
          Roff.text(inner.abstract ?? ""),
        ]
      }
    }
    if !arguments.isEmpty {
      lines.append(".SH OPTIONS")
      for argument in arguments {
        lines += [".TP", argument.heading] + Roff.paragraphs(argument.explanation)
      }
    }
    if words.count > 1 {
      let above = words.dropLast().joined(separator: "-")
      lines += [".SH SEE ALSO", ".BR \(Roff.text(above)) (1)"]
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension HelpDump.Argument {
  private var value: String { "\\fI\(Roff.text(valueName ?? "value"))\\fR" }

  private var spelled: [String] {
    (names ?? []).map { name in
      "\\fB\(Roff.text((name.kind == "long" ? "--" : "-") + name.name))\\fR"
    }
  }

  /// What is written of it in a line: names, and the value.
  fileprivate var heading: String {
    switch kind {
    case .positional: value + (isRepeating ? "..." : "")
    case .flag: spelled.joined(separator: ", ")
    case .option: spelled.joined(separator: ", ") + " " + value
    }
  }

  fileprivate var synopsis: String {
    // Of a flag and its opposite, each is enough.
    let short = kind == .flag ? spelled.joined(separator: " | ") : heading
    let repeated = isRepeating && kind != .positional ? " ..." : ""
    return isOptional ? "[\(short)]\(repeated)" : short + repeated
  }

  fileprivate var explanation: String {
    let standard = defaultValue.map { " (default: \($0))" } ?? ""
    return [(abstract ?? "") + standard, discussion ?? ""].filter { !$0.isEmpty }
      .joined(separator: "\n\n")
  }
}
