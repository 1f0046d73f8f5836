import Foundation
import Integrations
import Synchronization
import TestSupport
import Testing

@testable import Providers

/// A provider that takes one request at a time gets one at a time.
@Suite(.timeLimit(.minutes(20))) struct TurnTests {
  private let folder: TemporaryFolder
  private let pace: ProviderProfile.Pace

  init() throws {
    folder = try TemporaryFolder()
    pace = try #require(Provider.fiken.profile.pace)
  }

  /// A clock that stands until somebody waits.
  private final class StandingClock: Sendable {
    let now: Atomic<Int64>
    let waits = Mutex<[Duration]>([])

    init(_ now: Int64) { self.now = Atomic(now) }

    var clock: Turn.Clock {
      Turn.Clock(
        now: { self.now.load(ordering: .relaxed) },
        sleep: { time in
          self.waits.withLock { $0.append(time) }
          self.now.add(time.components.attoseconds / 1_000_000_000_000_000, ordering: .relaxed)
        })
    }
  }

  private func ask(_ clock: Turn.Clock, patience: Duration = .seconds(60)) async throws {
    _ = try await Turn.take(folder.path, .fiken, pace, patience: patience, clock: clock)
  }

  @Test("the provider's pace is one request at a time and four a second; another's is its own")
  func profile() {
    #expect(Provider.fiken.profile.pace?.requestsPerSecond == 4)
    #expect(Provider.fortnox.profile.pace == nil)
  }

  @Test("nobody else has the turn while it is held, and the next has it at once")
  func alone() async throws {
    let clock = StandingClock(1000).clock
    let held = try await Turn.take(folder.path, .fiken, pace, clock: clock)
    await #expect(throws: Unanswered.notSent) { try await ask(clock, patience: .milliseconds(30)) }
    _ = consume held
    try await ask(clock, patience: .zero)
  }

  /// Counts how many are inside at once.
  private actor Counter {
    private var inside = 0
    private(set) var most = 0

    func enter() {
      inside += 1
      most = max(most, inside)
    }

    func leave() { inside -= 1 }
  }

  @Test("whoever does not get the turn leaves no file open")
  func closed() async throws {
    let clock = StandingClock(1000).clock
    let held = try await Turn.take(folder.path, .fiken, pace, clock: clock)
    let path = folder.file("pace-fiken")
    func openFiles() throws -> Int {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count { name in
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)"))
          == path
      }
    }
    for _ in 0..<3 { try? await ask(clock, patience: .zero) }
    #expect(try openFiles() == 1)
    _ = consume held
    #expect(try openFiles() == 0)
  }

  @Test("many at once have it one after another")
  func many() async throws {
    let clock = StandingClock(1000).clock
    let counter = Counter()
    let (folder, pace) = (folder.path, pace)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<20 {
        group.addTask {
          guard let turn = try? await Turn.take(folder, .fiken, pace, clock: clock) else { return }
          await counter.enter()
          await Task.yield()
          await counter.leave()
          _ = consume turn
        }
      }
    }
    #expect(await counter.most == 1)
  }

  @Test("the time is that from the end of a turn: a request may arrive late in it")
  func late() async throws {
    let clock = StandingClock(1000)
    let slow = try await Turn.take(folder.path, .fiken, pace, clock: clock.clock)
    clock.now.add(5000, ordering: .relaxed)
    _ = consume slow
    try await ask(clock.clock)
    #expect(clock.waits.withLock { $0 } == [.milliseconds(275)])
  }

  @Test("between two requests there is a quarter of a second and a little, over all processes")
  func spacing() async throws {
    let first = StandingClock(1000)
    try await ask(first.clock)
    #expect(first.waits.withLock { $0 } == [])
    // Another process begins with what the file says.
    let second = StandingClock(1100)
    try await ask(second.clock)
    try await ask(second.clock)
    #expect(second.waits.withLock { $0 } == [.milliseconds(175), .milliseconds(275)])
    let later = StandingClock(9000)
    try await ask(later.clock)
    #expect(later.waits.withLock { $0 } == [])
  }

  @Test("a clock that was set back, or a file with something else in it, holds nobody up for long")
  func odd() async throws {
    try await ask(StandingClock(1_000_000).clock)
    let back = StandingClock(1000)
    try await ask(back.clock)
    #expect(back.waits.withLock { $0 } == [.milliseconds(275)])
    try Data("9999999999999999999999999999999999999999".utf8)
      .write(to: URL(filePath: folder.file("pace-fiken")))
    let odd = StandingClock(1000)
    try await ask(odd.clock)
    #expect(odd.waits.withLock { $0 } == [])
  }

  @Test("where the directory cannot be written nothing is sent")
  func noFolder() async {
    let missing = folder.file("missing")
    await #expect(throws: Unanswered.notSent) {
      _ = try await Turn.take(missing, .fiken, pace, clock: StandingClock(1).clock)
    }
  }
}
