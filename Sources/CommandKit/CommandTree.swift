package import ArgumentParser
import Integrations

/// The commands of a program, and which of them arguments are for.
package struct CommandTree {
  package typealias Command = any ParsableCommand.Type

  private let root: Command
  /// The program's name.
  package let name: String

  /// - Parameter root: The program's own command.
  package init(_ root: Command) {
    self.root = root
    name = Self.name(of: root)
  }

  /// The arguments with the command first and, after its own arguments, the options that stood
  /// before it.
  ///
  /// - Throws: `CommandError` if no command, or an unknown one, is named.
  package func arranged(_ arguments: [String]) throws(CommandError) -> [String] {
    // What the parser answers by itself, `--help` and scripts for shells, has no command.
    guard let first = arguments.first, !Self.isAnsweredByParser(first) else { return arguments }
    guard let place = placeOfCommand(arguments) else {
      guard !arguments.contains(where: Self.isAnsweredByParser) else {
        return arguments.filter(Self.isAnsweredByParser)
      }
      throw CommandError(
        .usage, "No command is named; see `\(name) help`.",
        "Inget kommando är angivet; se `\(name) help`.")
    }
    let word = arguments[place]
    guard word == "help" || command(at: [word]) != nil else { throw unknown([word]) }
    var rest = Array(arguments[(place + 1)...])
    rest.insert(
      contentsOf: arguments[..<place], at: rest.firstIndex(of: "--") ?? rest.endIndex)
    return [word] + rest
  }

  /// The command that words lead to; nil if they do not lead to one.
  package func command(at words: [String]) -> Command? {
    var command = root
    for word in words {
      guard let next = command.configuration.subcommands.first(where: { Self.name(of: $0) == word })
      else { return nil }
      command = next
    }
    return command
  }

  /// The words at the beginning of arguments that lead to a command.
  package func path(of arguments: [String]) -> [String] {
    var path: [String] = []
    for word in arguments {
      guard command(at: path + [word]) != nil else { break }
      path.append(word)
    }
    return path
  }

  /// The error for words that lead to no command.
  package func unknown(_ words: [String]) -> CommandError {
    let typed = SecretGuard.shown(words.joined(separator: " "))
    let siblings =
      command(at: words.dropLast())?.configuration.subcommands.map(Self.name(of:)) ?? []
    let near = Nearest.word(to: words.last ?? "", among: siblings)
      .map { (words.dropLast() + [$0]).joined(separator: " ") }
    return CommandError(
      .usage,
      "There is no command “\(typed)”\(near.map { " (did you mean \($0)?)" } ?? ""); see "
        + "`\(name) help`.",
      "Det finns inget kommando ”\(typed)”\(near.map { " (menade du \($0)?)" } ?? ""); se "
        + "`\(name) help`.")
  }

  /// The index of the first word that is neither an option nor the value of one.
  private func placeOfCommand(_ arguments: [String]) -> Int? {
    guard arguments.first?.hasPrefix("-") == true else { return arguments.isEmpty ? nil : 0 }
    var place = 0
    let valued = optionsWithValues
    while place < arguments.count, arguments[place].hasPrefix("-") {
      place += valued.contains(arguments[place]) ? 2 : 1
    }
    return place < arguments.count ? place : nil
  }

  /// The options of all commands that take a value.
  private var optionsWithValues: Set<String> {
    let commands = root.configuration.subcommands.flatMap { [$0] + $0.configuration.subcommands }
    return Set(commands.flatMap { Self.options(of: $0).filter(\.takesValue).map(\.name) })
  }

  /// The options of a command, as its help has them.
  package static func options(of command: Command) -> [(name: String, takesValue: Bool)] {
    command.helpMessage(columns: 1_000).split(separator: "\n").compactMap { line in
      guard let match = line.prefixMatch(of: /\ \ (?:-\w, )?(--[a-z][a-z-]*)( <)?/) else {
        return nil
      }
      return (String(match.output.1), match.output.2 != nil)
    }
  }

  private static func isAnsweredByParser(_ argument: String) -> Bool {
    ["-h", "--help", "--help-hidden", "--version", "--experimental-dump-help"].contains(argument)
      || argument.hasPrefix("--generate-completion-script") || argument.hasPrefix("---completion")
  }

  private static func name(of command: Command) -> String {
    command.configuration.commandName ?? String(describing: command).lowercased()
  }
}
