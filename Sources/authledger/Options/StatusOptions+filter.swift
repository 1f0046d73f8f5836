import CommandKit
import EventLog
import Integrations

extension StatusOptions {
  /// A value with the text that it was read from.
  struct Written<Value> {
    var text: String
    var value: Value

    static func reading(
      _ parse: @escaping @Sendable (String) throws -> Value
    ) -> @Sendable (String) throws -> Self {
      { Self(text: $0, value: try parse($0)) }
    }
  }

  /// The filter; times in it are seen from the question's own moment.
  var filter: StatusFilter {
    var filter = StatusFilter()
    filter.phases = Set(phases)
    filter.verdicts = Set(verdicts)
    filter.layers = Set(layers)
    filter.fixers = Set(fixers)
    filter.warnings = Set(warnings)
    filter.expiresWithinSeconds = expiresWithin?.value.components.seconds
    filter.changedSince = changedSince.map { since($0.value) }
    return filter
  }

  private func since(_ given: GivenTime) -> StatusFilter.Since {
    if case .ago(let seconds) = given { return .ago(seconds: seconds) }
    var now = TimeOptions.now
    if case .time(let time) = query.moment { now = time }
    return .time(query.times.moment(given, at: now))
  }

  /// The conditions as they were given, for a sentence; empty if everything matches.
  var given: [String] {
    phases.map { "--phase \($0.rawValue)" } + verdicts.map { "--verdict \($0.rawValue)" }
      + layers.map { "--layer \($0.rawValue)" } + fixers.map { "--fixer \($0.rawValue)" }
      + warnings.map { "--warning \($0.rawValue)" }
      + [
        expiresWithin.map { "--expires-within \($0.text)" },
        changedSince.map { "--changed-since \($0.text)" },
      ].compactMap(\.self)
  }
}

extension Parse {
  static func phase(_ text: String) throws -> Phase { try word(text, Text("phases", "faserna")) }
  static func layer(_ text: String) throws -> Layer { try word(text, Text("layers", "lagren")) }
  static func fixer(_ text: String) throws -> Advice.Fixer {
    try word(text, Text("fixers", "åtgärdarna"))
  }
  static func warning(_ text: String) throws -> WarningCode {
    try word(text, Text("warnings", "varningarna"))
  }
}
