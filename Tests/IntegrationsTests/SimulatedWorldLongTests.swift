import Integrations
import SimulatedWorld
import TestSupport
import Testing

/// Explanations held to worlds of companies, licences, people, our app, tokens and a clock.
@Suite struct SimulatedWorldLongTests {
  /// The seed that is always run, and the one that the environment asks for as well.
  private static let seeds = Set([1, Trials.seed(1)]).sorted()

  @Test(
    "no way leads astray and no claim goes beyond the records", arguments: seeds,
    [Provider.fortnox, .fiken])
  func holds(_ seed: UInt64, _ provider: Provider) async {
    print("simulated worlds of \(provider): \(Trials.worlds.count), seed \(seed)")
    let report = await Simulation(of: provider, Told.explain)
      .run(worlds: Trials.worlds.count, seed: seed)
    #expect(
      report.failed == 0,
      "seed \(seed), \(report.failed) worlds\n\(report.failures.joined(separator: "\n\n"))")
  }
}
