package import EventLog
import Foundation
package import Integrations
import Synchronization

/// A folder that goes away with the test.
package final class TemporaryFolder: Sendable {
  package let path: String

  package init() throws {
    path = NSTemporaryDirectory() + "authledger-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  package func file(_ name: String) -> String { path + "/" + name }
}

/// A clock that tests move, and random numbers that repeat.
package final class TestEffects: Sendable {
  private let now: Mutex<Timestamp>
  private let random: Mutex<SplitMix>

  package init(_ start: String = "2026-11-03T09:00:00.000Z", seed: UInt64 = 1) {
    now = Mutex(Timestamp(start) ?? Timestamp(milliseconds: 0))
    random = Mutex(SplitMix(seed: seed))
  }

  package var effects: Effects {
    Effects(
      now: { self.now.withLock { $0 } },
      random: { self.random.withLock { ($0.next(), $0.next()) } })
  }

  package func advance(seconds: Int64) { now.withLock { $0 = $0.adding(seconds: seconds) } }
}

extension Company {
  package static let acme = make("acme")
  package static let beta = make("beta")

  package static func make(_ id: String) -> Company {
    guard let company = Company(id) else { preconditionFailure("\(id) is no opaque id") }
    return company
  }
}

extension Command {
  /// Settings that differ for every number, so that each is recorded.
  package static func settings(_ number: Int, id: RecordID? = nil, at time: Timestamp? = nil)
    -> Command
  {
    let registers = Register.allCases.enumerated().filter { number >> $0.offset & 1 == 1 }
    return Command(
      .configured(Configured(transfers: Registers(registers.map(\.element)), enabled: false)),
      by: .administrator, at: time, id: id)
  }
}

extension Actor {
  package static let administrator = make(.administrator, "u-17")
  package static let `operator` = make(.operator, "root")
  package static let server = make(.system, "server")

  private static func make(_ role: Role, _ id: String) -> Actor {
    guard let actor = Actor(role, id) else { preconditionFailure("\(id) is no opaque id") }
    return actor
  }
}

/// SplitMix64: the same numbers for the same seed, so that a failing test can be run again.
package struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }
}
