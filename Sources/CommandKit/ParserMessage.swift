package import ArgumentParser
import Foundation
package import Integrations

/// What the argument parser says was wrong, as one sentence in both languages.
///
/// The parser keeps its errors to itself and says them in English, so its messages are read; a test
/// makes each of them with the version that the package pins.
package struct ParserMessage {
  private let message: String
  /// The options that there are.
  private let options: [String]
  /// The command as it is typed, such as `authledger people show`.
  private let typed: [String]

  /// - Parameters:
  ///   - command: The command that was parsed.
  ///   - named: The command in it that the arguments are for.
  package init(
    _ error: any Error, of command: any ParsableCommand.Type,
    named: (any ParsableCommand.Type)? = nil, typed: [String]
  ) {
    message = command.message(for: error)
    options = CommandTree.options(of: named ?? command).map(\.name)
    self.typed = typed
  }

  /// The sentence, with the way on.
  package var text: Text {
    let what = clause ?? Text(firstLine, "argumenten kan inte läsas: \(firstLine)")
    let help = ([typed.first ?? ""] + ["help"] + typed.dropFirst()).joined(separator: " ")
    return Text(
      "\(what.english.capitalizedFirst); see `\(help)`.",
      "\(what.swedish.capitalizedFirst); se `\(help)`.")
  }

  private var firstLine: String {
    message.split(separator: "\n").first.map(String.init) ?? "the arguments cannot be read"
  }

  private var clause: Text? {
    if let match = message.firstMatch(of: /^(?:Unknown option|Invalid option:) '?(-[^'\s]+)/) {
      return unknownOption(String(match.output.1))
    }
    if let match = message.firstMatch(of: /^Missing value for '(-[^' ]+)(?: (<.+>))?'/) {
      let value = match.output.2.map { ", \($0)" } ?? ""
      return Text(
        "\(match.output.1) needs a value\(value)", "\(match.output.1) kräver ett värde\(value)")
    }
    if let match = message.firstMatch(of: /^The option '(.+?)' does not take any value/) {
      return Text("\(match.output.1) takes no value", "\(match.output.1) tar inget värde")
    }
    if let match = message.firstMatch(of: /^Missing expected argument '(.+)'$/) {
      return missing(String(match.output.1))
    }
    if let match = message.firstMatch(of: /(?s)^The value '(.*)' is invalid for '(.+?)'/) {
      let value = SecretGuard.shown(String(match.output.1))
      return Text(
        "“\(value)” cannot be the value of \(match.output.2)",
        "”\(value)” kan inte vara värdet på \(match.output.2)")
    }
    if let match = message.firstMatch(
      of: /(?s)^(?:Unexpected argument|\d+ unexpected arguments:) '(.*)'$/)
    {
      return unexpected(String(match.output.1))
    }
    if let match = message.firstMatch(
      of: /^Value to be set with flag '(.+?)' had already been set with flag '(.+?)'/)
    {
      return Text(
        "\(match.output.2) and \(match.output.1) exclude each other",
        "\(match.output.2) och \(match.output.1) utesluter varandra")
    }
    return nil
  }

  private func unknownOption(_ option: String) -> Text {
    let shown = SecretGuard.shown(option)
    let near = Nearest.word(to: option, among: options)
    return Text(
      "there is no option \(shown)\(near.map { " (did you mean \($0)?)" } ?? "")",
      "det finns inget val \(shown)\(near.map { " (menade du \($0)?)" } ?? "")")
  }

  private func missing(_ argument: String) -> Text {
    argument.hasPrefix("-")
      ? Text("the option \(argument) is missing", "valet \(argument) saknas")
      : Text("the argument \(argument) is missing", "argumentet \(argument) saknas")
  }

  private func unexpected(_ arguments: String) -> Text {
    let values = arguments.components(separatedBy: "', '").map { SecretGuard.shown($0) }
    let (english, swedish) = (
      values.map { "“\($0)”" }.joined(separator: " "),
      values.map { "”\($0)”" }.joined(separator: " ")
    )
    return values.count == 1
      ? Text("\(english) is one argument too many", "\(swedish) är ett argument för mycket")
      : Text("\(english) are arguments too many", "\(swedish) är argument för mycket")
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
