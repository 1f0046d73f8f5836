import Foundation
import Integrations
import Ledger

/// What the library does in one process, for `run` to set beside plain C.
///
///     bench append DIR COUNT         one durable append after another
///     bench waiting DIR COUNT        the same number from eight tasks at once
///     bench publish DIR FILE         an import into a new ledger, then the trees over all of it
@main
struct Bench {
  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4, let actor = Actor(.system, "bench") else { usage() }
    if arguments[1] == "publish" {
      return try publish(arguments[3], to: arguments[2], by: actor)
    }
    guard let count = Int(arguments[3]) else { usage() }
    let ledger = try Ledger.open(arguments[2], for: .writing)
    let writers = arguments[1] == "waiting" ? 8 : 1
    let start = ContinuousClock.now
    if writers == 1 {
      try append(count, to: ledger, by: actor)
    } else {
      try await append(count / writers, from: writers, to: ledger, by: actor)
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    try ledger.close()
    print("count \(count / writers * writers)\nseconds \(seconds)")
  }

  private static func usage() -> Never {
    FileHandle.standardError.write(
      Data("bench append|waiting DIR COUNT, or bench publish DIR FILE\n".utf8))
    exit(64)
  }

  private static func publish(_ file: String, to directory: String, by actor: Actor) throws {
    let start = ContinuousClock.now
    _ = try Ledger.create(directory, importing: ImportSource(file: file), by: actor)
    let imported = ContinuousClock.now
    let ledger = try Ledger.open(directory, for: .writing)
    try ledger.publish()
    try ledger.close()
    print("import \((imported - start) / .seconds(1))")
    print("publish \((ContinuousClock.now - imported) / .seconds(1))")
  }

  private static func append(_ count: Int, to ledger: Ledger, by actor: Actor) throws {
    guard let company = Company("bench") else { return }
    for number in 0..<count {
      _ = try ledger.append([command(number, actor)], to: company)
    }
  }

  private static func append(
    _ count: Int, from writers: Int, to ledger: Ledger, by actor: Actor
  ) async throws {
    try await withThrowingTaskGroup { group in
      for writer in 0..<writers {
        guard let company = Company("bench-\(writer)") else { return }
        group.addTask {
          for number in 0..<count {
            _ = try await ledger.appendConcurrently([command(number, actor)], to: company)
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// Choices that undo each other, so that each is recorded.
  private static func command(_ number: Int, _ actor: Actor) -> Command {
    let choice = ServiceAccountSelected(selected: number.isMultiple(of: 2))
    return Command(.serviceAccountSelected(choice), by: actor)
  }
}
