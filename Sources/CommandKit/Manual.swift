package import ArgumentParser
import Foundation

/// The manual pages of a program: what its help says, one page a command.
///
///     if let folder = Manual.folder(in: arguments) {
///       try Manual.write(of: Authledger.self, to: folder)
///     }
package enum Manual {
  /// The hidden option that writes them, beside the parser's `--generate-completion-script`.
  private static let option = "--generate-manual"

  /// The folder that the arguments ask to write the pages into; nil if they ask for something else.
  package static func folder(in arguments: [String]) -> String? {
    arguments.count == 2 && arguments[0] == option ? arguments[1] : nil
  }

  /// Writes the pages of a program, such as `authledger.1` and `authledger-why.1`, into a folder.
  package static func write(of program: any ParsableCommand.Type, to folder: String) throws {
    let told = try JSONDecoder().decode(HelpDump.self, from: Data(program._dumpHelp().utf8))
    let version = program.configuration.version.split(separator: " ").first.map(String.init) ?? ""
    let place = URL(filePath: folder, directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    for page in pages(of: told.command, after: [], version) {
      try Data(page.text.utf8).write(to: place.appending(path: page.name + ".1"), options: .atomic)
    }
  }

  /// The page of a command and those of its subcommands.
  private static func pages(
    of command: HelpDump.Command, after words: [String], _ version: String
  ) -> [ManualPage] {
    let words = words + [command.commandName]
    let page = ManualPage(command: command, words: words, version: version)
    return [page] + command.shown.flatMap { pages(of: $0, after: words, version) }
  }
}

/// What `--experimental-dump-help` tells of a program.
struct HelpDump: Decodable {
  struct Command: Decodable {
    var commandName: String
    var shouldDisplay: Bool?
    var abstract: String?
    var discussion: String?
    var subcommands: [Command]?
    var arguments: [Argument]?

    /// The subcommands with pages of their own: `help` is the parser's.
    var shown: [Command] {
      (subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }
    }
  }

  struct Argument: Decodable {
    enum Kind: String, Decodable { case positional, option, flag }

    struct Name: Decodable {
      var kind: String
      var name: String
    }

    var kind: Kind
    var shouldDisplay: Bool
    var isOptional: Bool
    var isRepeating: Bool
    var names: [Name]?
    var valueName: String?
    var defaultValue: String?
    var abstract: String?
    var discussion: String?
  }

  var command: Command
}
