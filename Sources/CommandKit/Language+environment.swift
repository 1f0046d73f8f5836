package import Integrations

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
