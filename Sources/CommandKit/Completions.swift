package import ArgumentParser
import Foundation

extension CompletionKind {
  /// The companies of the ledger that the command line names, as a shell offers them.
  ///
  /// A shell asks at each press of a key, so anything that is wrong offers nothing and says nothing.
  ///
  /// - Parameter find: The ids that begin with a text in the ledger in a directory, at most so many.
  package static func companies(
    _ find:
      @escaping @Sendable (_ ledger: String, _ prefix: String, _ limit: Int) throws -> [String]
  ) -> CompletionKind {
    .custom { words, _, prefix in
      (try? find(CommandLineWords.ledger(in: words), prefix, CommandLineWords.limit)) ?? []
    }
  }
}

/// A command line that is being typed, as a shell hands it over.
enum CommandLineWords {
  /// The most values that are offered; a longer beginning brings others.
  static let limit = 200

  /// The ledger's directory that the words name, else that of a command without any.
  ///
  /// Bash hands `--ledger=DIR` over as three words.
  static func ledger(in words: [String]) -> String {
    let name = "--ledger"
    for (index, word) in words.enumerated() {
      if word.hasPrefix(name + "=") {
        return home(String(word.dropFirst(name.count + 1)))
      }
      guard word == name else { continue }
      let rest = words[(index + 1)...].drop { $0 == "=" }
      if let directory = rest.first, !directory.isEmpty { return home(directory) }
    }
    return LedgerOptions.standardPath
  }

  /// The shell has not replaced a tilde yet.
  private static func home(_ path: String) -> String {
    guard path == "~" || path.hasPrefix("~/"), let home = Environment["HOME"] else { return path }
    return home + path.dropFirst()
  }
}
