package import ArgumentParser
import Foundation
package import Integrations

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
