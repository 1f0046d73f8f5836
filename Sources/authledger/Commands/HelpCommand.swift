import ArgumentParser
import CommandKit
import Integrations

/// Prints the help of a command, or what a verdict or an action is.
///
/// It stands in for the argument parser's own `help`, which knows commands alone and takes every other
/// word for none.
struct HelpCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "help", "Show the help of a command, what a verdict means, or what an action's data holds.",
    discussion: """
      Examples:
        authledger help
        authledger help people show
        authledger help verdict
        authledger help verdict GRANT_DEAD
        authledger help record configured
      """)

  @Argument(help: "A command, `verdict` with a code, or `record` with an action.")
  var words: [String] = []
  @OptionGroup var provider: ProviderOption
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let output = Output()
    switch (words.first, words.dropFirst().first) {
    case ("verdict", nil): VerdictPage.writeList(ledger.language, to: output)
    case ("verdict", let code?) where words.count == 2:
      let page = VerdictPage(
        code: try Parse.verdict(code), provider: provider.given, language: ledger.language)
      page.write(to: output)
    case ("record", let name?) where words.count == 2:
      ActionPage(name: try Parse.action(name), language: ledger.language).write(to: output)
    default:
      let tree = CommandTree(Authledger.self)
      guard let command = tree.command(at: words) else { throw tree.unknown(words) }
      // A command is parsed as its own root, so it has none of the program's options.
      let root = tree.command(at: Array(words.prefix(1))) ?? Authledger.self
      output.line(HelpText.of(command, in: root))
    }
    output.flush()
  }
}
