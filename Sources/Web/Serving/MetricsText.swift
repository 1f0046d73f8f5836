import Connector
import EventLog
import Evidence
import Integrations

/// Everything that is measured: what this process did, and how the ledger stands.
struct MetricsText {
  let site: Site

  /// The text format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/).
  func text() throws -> String {
    let ledger = site.ledger
    var lines = site.metrics.lines
    let refreshes = site.connector.refreshes.all.reduce(into: [:]) {
      $0[$1.key.rawValue] = $1.value
    }
    lines += Metrics.counter(
      "authledger_refreshes_total", "Tokens that providers were asked to renew.", "outcome",
      refreshes)
    let head = try ledger.lastCursor().position.number
    lines += Self.single("authledger_records_total", "Records in the log.", "counter", head)
    lines += Self.single("authledger_head_position", "The last position.", "gauge", head)
    // A projection that stopped cannot be counted, and has an alarm of its own.
    let stopped = try ledger.stoppedProjections()
    lines += Metrics.gauge(
      "authledger_projection_stopped", "1 for a projection that shows nothing new.", "projection",
      Projection.allCases.reduce(into: [:]) { $0[$1.rawValue] = stopped.contains($1) ? 1 : 0 })
    if !stopped.contains(.integrationStatus) {
      let counts = try ledger.summary(StatusQuery())
      lines += Metrics.gauge(
        "authledger_integrations", "Integrations by verdict.", "verdict",
        counts.reduce(into: [:]) { $0[$1.verdict.rawValue, default: 0] += $1.count })
    }
    let unsigned = try ledger.unpublishedSince().map {
      max(0, site.now.milliseconds - $0.milliseconds) / 1000
    }
    lines += Self.single(
      "authledger_unsigned_seconds", "Age of the oldest record that no signed root covers.",
      "gauge", unsigned ?? 0)
    lines += Self.single(
      "authledger_waiting_requests", "Readers that wait for records.", "gauge",
      Int64(site.waiting.count))
    if let lag = try ledger.followerLag() {
      // Without a look there is no number, and an alarm on a missing one.
      if let seconds = lag.seconds(at: site.now) {
        lines += Self.single(
          "authledger_follower_lag_seconds",
          "Since when this copy had not everything of its leader.",
          "gauge", seconds)
      }
      if let records = lag.records {
        lines += Self.single(
          "authledger_follower_lag_records", "Records of the leader that are not here.", "gauge",
          records)
      }
      lines += Self.single(
        "authledger_follower_stopped",
        "1 if the leader's history is another than the one followed.",
        "gauge", lag.stopped == nil ? 0 : 1)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func single(
    _ name: String, _ help: String, _ type: String, _ value: Int64
  ) -> [String] {
    ["# HELP \(name) \(help)", "# TYPE \(name) \(type)", "\(name) \(value)"]
  }
}
