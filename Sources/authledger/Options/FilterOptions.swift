import ArgumentParser
import CommandKit
import EventLog
import Integrations

/// The options that say which integrations a question is about.
struct FilterOptions: ParsableArguments {
  @Option(
    name: .customLong("phase"),
    help: ArgumentHelp("Only this phase; may be repeated.", valueName: "phase"),
    completion: .list(Phase.allCases.map(\.rawValue)), transform: Parse.phase)
  var phases: [Phase] = []

  @Option(
    name: .customLong("verdict"),
    help: ArgumentHelp("Only this verdict; may be repeated.", valueName: "code"),
    completion: .list(VerdictCode.allCases.map(\.rawValue)), transform: Parse.verdict)
  var verdicts: [VerdictCode] = []

  @Option(
    name: .customLong("layer"),
    help: ArgumentHelp("Only where this layer is wrong; may be repeated.", valueName: "layer"),
    completion: .list(Layer.allCases.map(\.rawValue)), transform: Parse.layer)
  var layers: [Layer] = []

  @Option(
    name: .customLong("fixer"),
    help: ArgumentHelp("Only what this role can fix; may be repeated.", valueName: "role"),
    completion: .list(Advice.Fixer.allCases.map(\.rawValue)), transform: Parse.fixer)
  var fixers: [Advice.Fixer] = []

  @Option(
    name: .customLong("warning"),
    help: ArgumentHelp("Only with this warning; may be repeated.", valueName: "warning"),
    completion: .list(WarningCode.allCases.map(\.rawValue)), transform: Parse.warning)
  var warnings: [WarningCode] = []

  @Option(
    help: ArgumentHelp(
      "Only grants that work and end within this time, such as 7d.", valueName: "duration"),
    transform: Written.reading(Parse.duration))
  var expiresWithin: Written<Duration>?

  @Option(
    help: ArgumentHelp(
      "Only what a record or the clock changed since then: 24h, yesterday or a time.",
      valueName: "time"),
    transform: Written.reading(Parse.time))
  var changedSince: Written<GivenTime>?

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

  /// True if everything matches.
  var isEmpty: Bool { given.isEmpty }

  /// The filter; times in it are seen from the question's own moment.
  func filter(_ query: QueryOptions) -> StatusFilter {
    var filter = StatusFilter()
    filter.phases = Set(phases)
    filter.verdicts = Set(verdicts)
    filter.layers = Set(layers)
    filter.fixers = Set(fixers)
    filter.warnings = Set(warnings)
    filter.expiresWithinSeconds = expiresWithin?.value.components.seconds
    filter.changedSince = changedSince.map { since($0.value, query) }
    return filter
  }

  private func since(_ given: GivenTime, _ query: QueryOptions) -> StatusFilter.Since {
    if case .ago(let seconds) = given { return .ago(seconds: seconds) }
    var now = TimeOptions.now
    if case .time(let time) = query.moment { now = time }
    return .time(query.times.moment(given, at: now))
  }

  /// The options as they were given, for a sentence.
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
