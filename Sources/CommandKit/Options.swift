package import ArgumentParser
import Foundation
package import Integrations

/// The option that names the ledger.
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

/// The option that names the person who runs a command, for the record.
package struct ActorOption: ParsableArguments {
  @Option(
    name: .customLong("actor"),
    help: ArgumentHelp(
      "Who did it, such as support:s-3 (default: operator:uid-<your user id>).",
      valueName: "role:id"), transform: Parse.actor)
  package var given: Actor?

  package init() {}

  /// The actor of the option, else the user of this computer.
  package var actor: Actor { given ?? Self.caller }

  /// The user of this computer.
  package static var caller: Actor {
    guard let actor = Actor(.operator, "uid-\(getuid())") else {
      preconditionFailure("a user id has digits only")
    }
    return actor
  }
}

/// The environment variables.
package enum Environment {
  /// The value of a variable; nil if it is not set or empty.
  ///
  /// It reads one variable, since a dictionary of all of them would slow down short commands.
  package static subscript(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}
