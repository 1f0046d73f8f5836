import Synchronization

/// Counts requests by class of status, and measures how long they took.
///
/// The output is the text format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/).
final class Metrics: Sendable {
  private static let bounds: [Double] = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5]

  private struct Counts {
    var statuses: [Int: Int] = [:]
    var buckets = [Int](repeating: 0, count: Metrics.bounds.count)
    var seconds = 0.0
    var count = 0
    var callbacks: [String: Int] = [:]
  }

  private let counts = Mutex(Counts())

  func request(status: Int, seconds: Double) {
    counts.withLock { counts in
      counts.statuses[status / 100, default: 0] += 1
      counts.seconds += seconds
      counts.count += 1
      for (index, bound) in Self.bounds.enumerated() where seconds <= bound {
        counts.buckets[index] += 1
      }
    }
  }

  func callback(_ verdict: String) {
    counts.withLock { $0.callbacks[verdict, default: 0] += 1 }
  }

  var text: String {
    let counts = counts.withLock { $0 }
    var lines = [
      "# HELP authledger_requests_total Requests answered, by class of status.",
      "# TYPE authledger_requests_total counter",
    ]
    for (status, count) in counts.statuses.sorted(by: { $0.key < $1.key }) {
      lines.append("authledger_requests_total{status=\"\(status)xx\"} \(count)")
    }
    lines += [
      "# HELP authledger_request_seconds How long requests took.",
      "# TYPE authledger_request_seconds histogram",
    ]
    for (bound, count) in zip(Self.bounds, counts.buckets) {
      lines.append("authledger_request_seconds_bucket{le=\"\(bound)\"} \(count)")
    }
    lines += [
      "authledger_request_seconds_bucket{le=\"+Inf\"} \(counts.count)",
      "authledger_request_seconds_sum \(counts.seconds)",
      "authledger_request_seconds_count \(counts.count)",
      "# HELP authledger_callbacks_total Callbacks from the provider, by verdict.",
      "# TYPE authledger_callbacks_total counter",
    ]
    for (verdict, count) in counts.callbacks.sorted(by: { $0.key < $1.key }) {
      lines.append("authledger_callbacks_total{verdict=\"\(verdict)\"} \(count)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
