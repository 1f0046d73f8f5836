import EventLog
import Evidence
import Foundation
import Integrations
import Synchronization
import TestSupport
import Testing

/// Two that write to one ledger, each through files of its own, as two processes do.
@Suite struct TurnTests {
  /// A writer that goes on and on.
  private final class Busy: Sendable {
    private let count = Mutex(0)
    private let isOver = Mutex(false)
    private let ended = DispatchSemaphore(value: 0)

    var appends: Int { count.withLock { $0 } }

    init(_ directory: String) throws {
      let ledger = try Ledger.open(directory, for: .writing)
      Thread.detachNewThread { [self] in
        while !isOver.withLock({ $0 }) {
          let number = count.withLock { $0 } + 1
          guard (try? ledger.append([.settings(number)], to: .acme)) != nil else { break }
          count.withLock { $0 = number }
        }
        try? ledger.close()
        ended.signal()
      }
    }

    func stop() {
      isOver.withLock { $0 = true }
      ended.wait()
    }
  }

  @Test("a writer that goes on and on lets another one in every time")
  func fairness() throws {
    let folder = try TemporaryFolder()
    let directory = folder.file("ledger")
    try Ledger.create(directory).close()
    let busy = try Busy(directory)
    let ledger = try Ledger.open(directory, for: .writing)
    while busy.appends == 0 { usleep(1000) }
    let before = busy.appends
    let wanted = 40
    for number in 1...wanted { try ledger.append([.settings(number)], to: .beta) }
    // In turns it is one for one; whoever overtakes gets dozens in while the other sleeps.
    #expect(busy.appends - before <= 3 * wanted)
    busy.stop()
    #expect(busy.appends > before)
    #expect(try ledger.verify().agrees)
  }
}
