import EventLog
import Evidence
import Foundation
import Integrations
import Synchronization

/// Durable appends: each is on the disk before its writer goes on to the next.
struct Appending {
  private let ledger: Ledger
  private let actor: Actor

  init(_ directory: String) throws {
    guard let actor = Actor(.system, "bench") else { Bench.fail("there is no such actor") }
    self.actor = actor
    ledger = try Ledger.open(directory, for: .writing)
  }

  /// Appends from one thread, or from tasks that each wait for their own append.
  func run(count: Int, writers: Int, company: String) throws {
    let each = count / writers
    // The choices undo each other: after an odd number of them the next run's first changes nothing.
    guard each.isMultiple(of: 2) else { Bench.fail("each writer makes an even number of appends") }
    // Tells `run` that the ledger is open, and waits for its word, so that several processes begin
    // together; one that is alone finds the end of its input.
    print("ready 1")
    fflush(nil)
    _ = readLine()
    let start = ContinuousClock.now
    if writers == 1 {
      try append(count, to: named(company))
    } else {
      together(writers) { writer in
        let company = named("\(company)-\(writer)")
        for number in 0..<each {
          _ = try await ledger.appendConcurrently([command(number)], to: company)
        }
      }
    }
    let time = ContinuousClock.now - start
    try ledger.close()
    Bench.report(each * writers, time)
  }

  /// Appends one after another until standard input ends, and counts what is refused.
  func meanwhile(company: String) throws {
    let company = named(company)
    print("ready 1")
    fflush(nil)
    Thread.detachNewThread {
      while readLine() != nil {}
      Self.isOver.store(true, ordering: .relaxed)
    }
    var (number, count, refused) = (0, 0, 0)
    var longest = Duration.zero
    let start = ContinuousClock.now
    while !Self.isOver.load(ordering: .relaxed) {
      let begin = ContinuousClock.now
      do {
        let appended = try ledger.append([command(number)], to: company)
        // The first may say what stands already, which the rules make no record of.
        count += appended.count { $0.receipt != nil }
        number += 1
      } catch {
        refused += 1
        FileHandle.standardError.write(Data("bench: refused: \(error)\n".utf8))
      }
      longest = max(longest, ContinuousClock.now - begin)
    }
    let time = ContinuousClock.now - start
    try ledger.close()
    Bench.report(count, time, ("refused", refused))
    print("longest \(longest / .seconds(1))")
  }

  private static let isOver = Atomic(false)

  private func append(_ count: Int, to company: Company) throws {
    for number in 0..<count { _ = try ledger.append([command(number)], to: company) }
  }

  /// Runs a task for each writer, and waits for all.
  ///
  /// Not from an async `main`: that ends the first thread, and unwinding it once takes 20 ms of a
  /// core, just when the measuring begins.
  private func together(_ writers: Int, _ body: @Sendable @escaping (Int) async throws -> Void) {
    let group = DispatchGroup()
    for writer in 0..<writers {
      group.enter()
      Task.detached {
        do { try await body(writer) } catch { Bench.fail("\(error)") }
        group.leave()
      }
    }
    group.wait()
  }

  /// Choices that undo each other, so that each is recorded.
  private func command(_ number: Int) -> Command {
    let choice = ServiceAccountSelected(selected: number.isMultiple(of: 2))
    return Command(.serviceAccountSelected(choice), provider: .fortnox, by: actor)
  }

  private func named(_ id: String) -> Company {
    guard let company = Company(id) else { Bench.fail("\(id) is no company id") }
    return company
  }
}
