import Foundation

/// How much a test tries that proves something by brute force.
///
/// Such tests are in suites whose names end in `LongTests`, which `make test-long` runs with many trials:
/// it sets these variables, and `AUTHLEDGER_SEED` begins elsewhere.
///
///     var random = Trials.edits.random(seed: 11)
///     for _ in 0..<Trials.edits.count { ... }
package enum Trials: String, CaseIterable {
  /// Bytes of a ledger's file that are changed, one at a time.
  case edits = "AUTHLEDGER_TEST_EDITS"
  /// Times that processes which write are killed.
  case kills = "AUTHLEDGER_TEST_KILLS"
  /// Worlds in which explanations are judged.
  case worlds = "AUTHLEDGER_TEST_WORLDS"
  /// Histories that the rules let happen, each of some hundred commands.
  case histories = "AUTHLEDGER_TEST_HISTORIES"
  /// Broken inputs that one reader is given.
  case inputs = "AUTHLEDGER_TEST_INPUTS"
  /// Of the four ways to show a page, those in which axe-core examines each.
  case looks = "AUTHLEDGER_TEST_LOOKS"
  /// Of eight parts of a long table, those that are tried: verdicts that a browser acts on, faults at
  /// a step.
  case eighths = "AUTHLEDGER_TEST_EIGHTHS"
  /// Requests that are made up for each operation of the interface over HTTP, a kind at a time.
  case examples = "AUTHLEDGER_TEST_EXAMPLES"

  /// How many trials where the environment does not say.
  private var few: Int {
    switch self {
    case .edits: 100
    case .kills: 20
    case .worlds: 500
    case .histories: 12
    case .inputs: 4000
    case .looks, .eighths: 1
    case .examples: 2
    }
  }

  /// How many trials are made.
  package var count: Int {
    guard let text = ProcessInfo.processInfo.environment[rawValue] else { return few }
    guard let count = Int(text), count > 0 else {
      preconditionFailure("\(rawValue) is \(text); give a whole number above 0, or leave it out.")
    }
    return count
  }

  /// The seed that the environment gives, else the test's own.
  package static func seed(_ usual: UInt64) -> UInt64 {
    guard let text = ProcessInfo.processInfo.environment["AUTHLEDGER_SEED"] else { return usual }
    guard let seed = UInt64(text) else {
      preconditionFailure("AUTHLEDGER_SEED is \(text); give a whole number, or leave it out.")
    }
    return seed
  }

  /// The part of a table that is tried, where a quarter is little: every fourth element for each two
  /// of the eighths begun.
  ///
  /// - Parameter first: The quarter to begin with; tables that are tried several times begin with
  ///   different ones.
  package static func quarters<Element>(of table: [Element], from first: Int = 0) -> [Element] {
    let count = (eighths.count + 1) / 2
    return table.enumerated().filter { ($0.offset + 4 - first % 4) % 4 < count }.map(\.element)
  }

  /// A seed for each trial, which is printed as the argument of its test.
  package func seeds(from usual: UInt64) -> Range<UInt64> {
    let first = Self.seed(usual)
    return first..<first + UInt64(count)
  }

  /// Random numbers for the trials; how many there will be and the seed are printed, so that a
  /// failure can be seen again.
  package func random(seed usual: UInt64, test: String = #function) -> SplitMix {
    let seed = Self.seed(usual)
    print("\(test): \(self) \(count), seed \(seed)")
    return SplitMix(seed: seed)
  }
}
