package import ArgumentParser
import Foundation
package import Integrations

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

/// Who runs a command, for the record.
package struct ActorOption: ParsableArguments {
  @Option(
    name: .customLong("actor"),
    help: ArgumentHelp(
      "Who did it, such as support:s-3 (default: operator:uid-<your user id>).",
      valueName: "role:id"), transform: Parse.actor)
  package var given: Actor?

  package init() {}

  /// The one that is given, else the person at the keyboard.
  package var actor: Actor { given ?? Self.caller }

  /// The person at the keyboard.
  package static var caller: Actor {
    guard let actor = Actor(.operator, "uid-\(getuid())") else {
      preconditionFailure("a user id has digits only")
    }
    return actor
  }
}

/// The variables that the program is started with.
package enum Environment {
  /// The value of a variable; nil where it is not set or empty.
  ///
  /// One variable, and not a dictionary of all of them: a short command has no time for that.
  package static subscript(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}
