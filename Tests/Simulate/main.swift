import Integrations
import SimulatedWorld

// Runs random worlds and prints what was found in them:
//
//     simulate --worlds 100000 --seed 1 --jobs 2 --show --fiken

let arguments = CommandLine.arguments

func number(_ name: String, or other: UInt64) -> UInt64 {
  guard let index = arguments.firstIndex(of: name), index + 1 < arguments.count else {
    return other
  }
  return UInt64(arguments[index + 1]) ?? other
}

let seed = number("--seed", or: 1)
let worlds = Int(clamping: number("--worlds", or: 1_000))
let provider: Provider = arguments.contains("--fiken") ? .fiken : .fortnox
var simulation = Simulation(of: provider, Told.explain)
simulation.shown = arguments.contains("--show") ? 3 : 0
let start = ContinuousClock.now
let report = await simulation.run(
  worlds: worlds, seed: seed, jobs: Int(clamping: number("--jobs", or: 2)))
for failure in report.failures { print(failure, terminator: "\n\n") }
for kind in FindingKind.allCases { print("\(kind.rawValue) \(report.counts[kind] ?? 0)") }
print("ways \(report.ways), claims \(report.claims), failed \(report.failed) of \(worlds) worlds")
print("seed \(seed), \(ContinuousClock.now - start)")
