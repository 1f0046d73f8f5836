package import ArgumentParser
import Foundation
package import Integrations

/// How a program of ours ends that cannot do what it was told.
package struct ProgramEnd {
  private let tree: CommandTree

  package init(of tree: CommandTree) {
    self.tree = tree
  }

  /// Says what is wrong in one sentence, or prints what the parser answers by itself, such as help.
  ///
  /// - Parameters:
  ///   - command: The command that was parsed or run.
  ///   - typed: The command as it is typed, such as `authledger people show`.
  package func callAsFunction(
    _ error: any Error, in command: any ParsableCommand.Type, typed: [String]
  ) -> Never {
    // A command that has answered and ends with a code, such as `why`, has nothing more to say; the
    // parser would look through everything that it knows of the command first.
    if let code = error as? ExitCode { exit(code.rawValue) }
    if let error = error as? any ErrorWithText { stop(error.failure, error.text) }
    if let error = error as? CocoaError { stop(.io, Text(reading: error)) }
    if let error = CommandError(within: error) { stop(error.failure, error.text) }
    switch command.exitCode(for: error) {
    case .validationFailure:
      let named = typed.count > 1 ? tree.command(at: Array(typed.dropFirst())) : nil
      stop(.usage, ParserMessage(error, of: command, named: named, typed: typed).text)
    case .success:
      Console.output(HelpText.of(answer: error, of: command))
      exit(0)
    default: command.exit(withError: error)
    }
  }

  /// Writes a sentence, in the language of this run and with commands that run, and ends.
  package func stop(_ failure: Failure, _ text: Text) -> Never {
    let sentence = text(.named(in: CommandLine.arguments.dropFirst()))
    // A sentence may quote a file that nobody has vouched for.
    Console.message(
      "\(tree.name): \(CommandHint.ofThisRun.completing(sentence).escapedForTerminal)")
    exit(failure.rawValue)
  }
}

extension String {
  /// The text with every control and invisible character written as an escape such as \u{1b}.
  ///
  /// For text from files that nobody has vouched for.
  package var escapedForTerminal: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
        .unassigned:
        text += "\\u{" + String(scalar.value, radix: 16) + "}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
