import ArgumentParser
package import Integrations

/// The option for the language of texts for people.
package struct LanguageOption: ParsableArguments {
  @Option(
    name: .customLong("language"),
    help: ArgumentHelp(
      "en or sv (default: $AUTHLEDGER_LANGUAGE, else sv where the locale is Swedish, else en).",
      valueName: "en|sv"),
    completion: .list(Language.allCases.map(\.rawValue)), transform: Parse.language)
  private var given: Language?

  package init() {}

  package func validate() throws {
    guard let name = Environment[Language.variable], Language(rawValue: name) == nil else { return }
    throw CommandError(
      .usage, "\(Language.variable) is neither en nor sv; set it to one of them.",
      "\(Language.variable) är varken en eller sv; sätt den till en av dem.")
  }

  /// The language of the option, else of the environment.
  package var language: Language { given ?? .ofEnvironment }
}

extension Language {
  /// The environment variable that names the language.
  package static let variable = "AUTHLEDGER_LANGUAGE"

  /// The language of the environment: that of the variable, else of the locale, else English.
  package static var ofEnvironment: Language {
    if let named = Environment[variable].flatMap(Language.init(rawValue:)) { return named }
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { Environment[$0] }.first
    return locale?.hasPrefix("sv") == true ? .swedish : .english
  }

  /// The language that arguments name, also if they cannot be parsed; else that of the environment.
  package static func named(in arguments: some Collection<String>) -> Language {
    let option = "--language"
    for (argument, next) in zip(arguments, arguments.dropFirst() + [""]) {
      if argument == "--" { break }
      let value =
        argument == option
        ? next
        : argument.hasPrefix(option + "=") ? String(argument.dropFirst(option.count + 1)) : nil
      if let value, let language = Language(rawValue: value) { return language }
    }
    return .ofEnvironment
  }
}
