import Synchronization

/// The faults that are still to come, step by step.
final class FaultQueue: Sendable {
  typealias Fault = (fault: SandboxFault, text: String?)

  private let faults = Mutex<[SandboxFault.Endpoint: [Fault]]>([:])
  /// How often the faults were called off.
  private let calms = Mutex(0)

  /// The next fault of a step, which is then done; nil if none is to come.
  func take(_ step: SandboxFault.Endpoint) -> Fault? {
    faults.withLock { faults in
      guard let first = faults[step]?.first else { return nil }
      faults[step]?.removeFirst()
      return first
    }
  }

  func add(_ fault: SandboxFault, at step: SandboxFault.Endpoint, times: Int, text: String?) {
    faults.withLock {
      $0[step, default: []] += Array(repeating: (fault, text), count: min(max(times, 1), 1000))
    }
  }

  /// Calls off all faults, those included that are under way.
  func clear() {
    faults.withLock { $0 = [:] }
    calms.withLock { $0 += 1 }
  }

  /// Waits until the faults are called off, or the time is over.
  func waitUntilCalm(atMost time: Duration) async throws {
    let end = ContinuousClock.now + time
    let before = calms.withLock { $0 }
    while ContinuousClock.now < end, calms.withLock({ $0 }) == before {
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// The steps at which a fault is to come, with the names of the faults.
  var pending: [(step: String, faults: [String])] {
    faults.withLock { faults in
      faults.filter { !$0.value.isEmpty }.map { step, faults in
        (step.rawValue, faults.map(\.fault.rawValue))
      }
    }
  }
}
