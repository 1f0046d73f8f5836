import ArgumentParser

/// Which ledger a command is about.
package struct LedgerPlace: ParsableArguments {
  @Option(
    name: .customLong("ledger"),
    help: ArgumentHelp(
      "The ledger's directory (default: $AUTHLEDGER_HOME, else ./ledger).", valueName: "dir"),
    completion: .directory)
  private var directory: String?

  package init() {}

  package func validate() throws {
    guard directory != "" else { throw ValidationError("--ledger names no directory.") }
  }

  /// The ledger's directory.
  package var path: String { directory ?? Environment["AUTHLEDGER_HOME"] ?? "./ledger" }
}
