import ArgumentParser
import Foundation
package import Integrations

/// The option of commands that can be tried.
package struct DryRunOption: ParsableArguments {
  @Flag(help: "Say what would happen, and change nothing.")
  package var dryRun = false

  package init() {}
}

/// The option of commands that cannot be taken back.
package struct YesOption: ParsableArguments {
  @Flag(help: "Do not ask; without a terminal nobody is asked.")
  package var yes = false

  package init() {}

  /// Asks the person at the terminal whether to go on.
  ///
  /// Scripts have no terminal and are not asked.
  ///
  /// - Parameters:
  ///   - question: What is about to happen, as a question.
  ///   - language: The person's language.
  /// - Throws: `CommandError` if the answer is not yes.
  package func ask(_ question: Text, in language: Language) throws(CommandError) {
    guard !yes, isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return }
    let choice = Text(" [y/N] ", " [j/N] ")
    FileHandle.standardError.write(Data((question(language) + choice(language)).utf8))
    let answer = readLine()?.trimmingCharacters(in: .whitespaces).lowercased() ?? ""
    guard ["y", "yes", "j", "ja"].contains(answer) else {
      throw CommandError(.negative, "Nothing was changed.", "Inget ändrades.")
    }
  }
}

/// The option of commands that say what they did.
package struct QuietOption: ParsableArguments {
  @Flag(name: [.customShort("q"), .long], help: "Print nothing but errors.")
  package var quiet = false

  package init() {}
}
