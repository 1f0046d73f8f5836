import HTTPTypes
import Integrations
import Synchronization

/// Counts what this process did.
///
/// No label can have more values than there are routes, methods, statuses and words of the program's own.
public final class Metrics: Sendable {
  private struct RequestKind: Hashable, Comparable {
    var route: String
    var method: String
    var status: Int

    static func < (left: RequestKind, right: RequestKind) -> Bool {
      (left.route, left.method, left.status) < (right.route, right.method, right.status)
    }
  }

  /// How a program's request for a token came out.
  enum TokenOutcome: String {
    case given, refused, failed
  }

  private struct Counts {
    var requests: [RequestKind: Int] = [:]
    var durations = Histogram()
    var appends = Histogram()
    var callbacks: [String: Int] = [:]
    var tokens: [String: Int] = [:]
  }

  private let counts = Mutex(Counts())

  /// Nothing counted yet.
  public init() {}

  /// - Parameter route: The path with its parameters' names.
  func request(route: String?, method: HTTPRequest.Method, status: Int, time: Duration) {
    // Whoever asks may send any method.
    let known: Set<HTTPRequest.Method> = [.get, .head, .post, .put, .patch, .delete, .options]
    let kind = RequestKind(
      route: route ?? "none", method: known.contains(method) ? method.rawValue : "other",
      status: status)
    counts.withLock { counts in
      counts.requests[kind, default: 0] += 1
      counts.durations.add(time)
    }
  }

  /// Adds a commit of appends: give this to the ledger's `Effects`.
  @Sendable public func appended(_ time: Duration) { counts.withLock { $0.appends.add(time) } }

  func callback(_ verdict: String) {
    counts.withLock { $0.callbacks[verdict, default: 0] += 1 }
  }

  func token(_ outcome: TokenOutcome) {
    counts.withLock { $0.tokens[outcome.rawValue, default: 0] += 1 }
  }

  /// The lines of what was counted.
  var lines: [String] {
    let counts = counts.withLock { $0 }
    let requests = counts.requests.sorted { $0.key < $1.key }.map { kind, count in
      "authledger_http_requests_total{route=\"\(kind.route)\",method=\"\(kind.method)\","
        + "status=\"\(kind.status)\"} \(count)"
    }
    return [
      "# HELP authledger_http_requests_total Requests answered.",
      "# TYPE authledger_http_requests_total counter",
    ] + requests
      + counts.durations.lines(
        "authledger_http_request_duration_seconds", "How long requests took.")
      + counts.appends.lines(
        "authledger_append_duration_seconds", "How long commits of appends took.")
      + Self.counter(
        "authledger_callbacks_total", "Callbacks from providers.", "verdict", counts.callbacks)
      + Self.counter(
        "authledger_token_requests_total", "Requests of programs for a token.", "outcome",
        counts.tokens)
  }

  /// The lines of a counter with one label.
  static func counter(
    _ name: String, _ help: String, _ label: String, _ values: [String: Int]
  ) -> [String] {
    lines(name, help, "counter", label, values)
  }

  /// The lines of a measure with one label, whose values may fall.
  static func gauge(
    _ name: String, _ help: String, _ label: String, _ values: [String: Int]
  ) -> [String] {
    lines(name, help, "gauge", label, values)
  }

  private static func lines(
    _ name: String, _ help: String, _ type: String, _ label: String, _ values: [String: Int]
  ) -> [String] {
    ["# HELP \(name) \(help)", "# TYPE \(name) \(type)"]
      + values.sorted { $0.key < $1.key }.map { "\(name){\(label)=\"\($0.key)\"} \($0.value)" }
  }
}
