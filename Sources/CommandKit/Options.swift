package import ArgumentParser
import Foundation
package import Integrations

/// The options of every command: the ledger, and the language of texts for people.
///
/// They are one group and not two, since the parser looks each group of a command up by its type, which
/// each short command has to wait for.
package struct LedgerOptions: ParsableArguments {
  @Option(
    name: .customLong("ledger"),
    help: ArgumentHelp(
      "The ledger's directory (default: $AUTHLEDGER_HOME, else ./ledger).", valueName: "dir"),
    completion: .directory)
  private var directory: String?

  @Option(
    name: .customLong("language"),
    help: ArgumentHelp(
      "en or sv (default: $AUTHLEDGER_LANGUAGE, else sv where the locale is Swedish, else en).",
      valueName: "en|sv"),
    completion: .list(Language.allCases.map(\.rawValue)), transform: Parse.language)
  private var givenLanguage: Language?

  package init() {}

  package func validate() throws {
    guard directory != "" else {
      throw CommandError(
        .usage, "--ledger names no directory.",
        "--ledger anger ingen katalog.")
    }
    guard let name = Environment[Language.variable], Language(rawValue: name) == nil else { return }
    throw CommandError(
      .usage, "\(Language.variable) is neither en nor sv; set it to one of them.",
      "\(Language.variable) är varken en eller sv; sätt den till en av dem.")
  }

  /// The ledger's directory.
  package var path: String { directory ?? Self.standardPath }

  /// The directory of a command that names none.
  package static var standardPath: String { Environment["AUTHLEDGER_HOME"] ?? "./ledger" }

  /// The language of the option, else of the environment.
  package var language: Language { givenLanguage ?? .ofEnvironment }
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

/// The option that names a provider, for what acts on one integration.
package struct ProviderOption: ParsableArguments {
  @Option(
    name: .customLong("provider"),
    help: ArgumentHelp(
      "Which integration, where the company has several: \(Provider.named(last: "or")).",
      valueName: "name"),
    completion: .list(Provider.allCases.map(\.rawValue)), transform: Parse.provider)
  package var given: Provider?

  package init() {}

  /// The provider of the option, else the only one that the company has an integration with; nil if
  /// it has none.
  package func provider(
    of company: Company, with providers: [Provider]
  ) throws(CommandError) -> Provider? {
    if let given { return given }
    guard providers.count < 2 else {
      let names = Provider.named(providers, last: "and")
      let swedish = Provider.named(providers, last: "och")
      throw CommandError(
        .usage, "\(company) has integrations with \(names); name one with --provider.",
        "\(company) har integrationer med \(swedish); ange en med --provider.")
    }
    return providers.first
  }
}

extension Provider {
  /// Providers' ids in a sentence, such as `fiken, fortnox or fortnox-payments`.
  package static func named(_ providers: [Provider] = allCases, last word: String) -> String {
    let names = providers.map(\.rawValue).sorted()
    guard names.count > 1, let last = names.last else { return names.first ?? "" }
    return "\(names.dropLast().joined(separator: ", ")) \(word) \(last)"
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
