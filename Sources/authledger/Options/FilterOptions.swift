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
    transform: Parse.duration)
  var expiresWithin: Duration?

  @Option(
    help: ArgumentHelp(
      "Only what a record or the clock changed since then: 24h or a time.",
      valueName: "duration|time"),
    transform: Parse.since)
  var changedSince: Since?

  /// A duration, with the text that it was read from.
  struct Duration {
    var text: String
    var seconds: Int64
  }

  /// A time in the past, with the text that it was read from.
  struct Since {
    var text: String
    var value: StatusFilter.Since
  }

  var filter: StatusFilter {
    var filter = StatusFilter()
    filter.phases = Set(phases)
    filter.verdicts = Set(verdicts)
    filter.layers = Set(layers)
    filter.fixers = Set(fixers)
    filter.warnings = Set(warnings)
    filter.expiresWithinSeconds = expiresWithin?.seconds
    filter.changedSince = changedSince?.value
    return filter
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
  static func phase(_ text: String) throws -> Phase { try word(text, "phase") }
  static func layer(_ text: String) throws -> Layer { try word(text, "layer") }
  static func fixer(_ text: String) throws -> Advice.Fixer { try word(text, "fixer") }
  static func warning(_ text: String) throws -> WarningCode { try word(text, "warning") }

  /// A verdict, also in lower-case letters.
  static func verdict(_ text: String) throws -> VerdictCode {
    try VerdictCode(rawValue: text.uppercased()) ?? word(text, "verdict")
  }

  static func duration(_ text: String) throws -> FilterOptions.Duration {
    guard let seconds = seconds(text) else {
      throw ValidationError(
        "“\(SecretGuard.shown(text))” is not a duration; write a number and m, h, d or w, such as 7d."
      )
    }
    return FilterOptions.Duration(text: text, seconds: seconds)
  }

  static func since(_ text: String) throws -> FilterOptions.Since {
    let value = try seconds(text).map { StatusFilter.Since.ago(seconds: $0) } ?? .time(time(text))
    return FilterOptions.Since(text: text, value: value)
  }

  /// `90m`, `24h`, `7d` or `2w` in seconds; nil for anything else.
  private static func seconds(_ text: String) -> Int64? {
    let units: [Character: Int64] = [
      "m": 60, "h": 3600, "d": Limits.daySeconds, "w": 7 * Limits.daySeconds,
    ]
    guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
      (1...100_000).contains(count)
    else { return nil }
    return count * unit
  }
}
