import Foundation
import Integrations
import Ledger
import Synchronization
import TestSupport
import Testing

/// Two that write to one ledger, each through files of its own, as two processes do.
@Suite struct TurnTests {
  @Test("a writer that goes on and on lets another one in every time")
  func fairness() async throws {
    let folder = try TemporaryFolder()
    let directory = folder.file("ledger")
    try Ledger.create(directory).close()
    let isOver = Mutex(false)
    let busy = Atomic<Int>(0)
    let wanted = 40
    try await withThrowingTaskGroup { group in
      group.addTask {
        let ledger = try Ledger.open(directory, for: .writing)
        var number = 1
        while !isOver.load(ordering: .relaxed) {
          try ledger.append([.settings(number)], to: .acme)
          busy.add(1, ordering: .relaxed)
          number += 1
        }
        try ledger.close()
      }
      group.addTask {
        defer { isOver.store(true, ordering: .relaxed) }
        let ledger = try Ledger.open(directory, for: .writing)
        while busy.load(ordering: .relaxed) == 0 { try await Task.sleep(for: .milliseconds(1)) }
        let before = busy.load(ordering: .relaxed)
        for number in 1...wanted { try ledger.append([.settings(number)], to: .beta) }
        // In turns it is one for one; whoever overtakes gets dozens in while the other sleeps.
        #expect(busy.load(ordering: .relaxed) - before <= 3 * wanted)
        try ledger.close()
      }
      try await group.waitForAll()
    }
    let ledger = try Ledger.open(directory, for: .reading)
    #expect(try ledger.verify().agrees)
  }
}
