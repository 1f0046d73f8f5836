import Encoding
import Integrations

/// The commands that texts print, completed so that they run where they are read.
///
/// A text says `authledger log acme`. Whoever named the ledger by an option must name it again, so the
/// command is printed with that option, quoted for the shell.
package struct CommandHint: Sendable {
  /// The options to repeat, each with its value.
  private var options: [(name: String, value: String)] = []

  /// The hints of this process.
  package static let ofThisRun = CommandHint(
    of: CommandLine.arguments.dropFirst(), home: Environment["AUTHLEDGER_HOME"])

  /// - Parameters:
  ///   - arguments: Those of the program.
  ///   - home: The ledger's directory if no option names one.
  package init(of arguments: some Collection<String>, home: String? = nil) {
    for name in Self.repeated {
      let value = Self.value(of: name, in: arguments) ?? (name == "--ledger" ? home : nil)
      if let value { options.append((name, value)) }
    }
  }

  /// The options that every command takes.
  private static let always = ["--ledger", "--language"]
  /// The options of questions.
  private static let ofQuestions = ["--at", "--provider"]
  private static let repeated = always + ofQuestions

  /// The value that arguments give an option; the last one counts.
  private static func value(of name: String, in arguments: some Collection<String>) -> String? {
    var value: String?
    for (argument, next) in zip(arguments, arguments.dropFirst() + [""]) {
      if argument == "--" { break }
      if argument == name { value = next }
      if argument.hasPrefix(name + "=") { value = String(argument.dropFirst(name.count + 1)) }
    }
    return value
  }

  /// A command with the options that it must repeat.
  ///
  /// - Parameter isQuestion: True if it takes the options of questions, the moment and the provider.
  package func callAsFunction(_ command: String, isQuestion: Bool = false) -> String {
    // The help is the same for every ledger.
    let isHelp = command.contains(" help")
    let names = isHelp ? ["--language"] : isQuestion ? Self.repeated : Self.always
    return options.reduce(into: command) { command, option in
      let isSaid = command.split(separator: " ").contains { $0 == option.name }
      guard names.contains(option.name), !isSaid else { return }
      command += " \(option.name) \(option.value.asShellWord)"
    }
  }

  /// A text in which every command in backquotes is completed.
  package func completing(_ text: String) -> String {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .map { index, part in
        let isCommand = index % 2 == 1 && part.hasPrefix("authledger")
        return isCommand ? self(String(part)) : String(part)
      }.joined(separator: "`")
  }
}
