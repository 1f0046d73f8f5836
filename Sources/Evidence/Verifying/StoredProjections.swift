import EventLog
import Integrations

/// Reports where the stored projections, or states that were committed to, are not the fold of the
/// records.
enum StoredProjections {
  /// Adds a finding for each difference.
  ///
  /// - Parameters:
  ///   - last: The last position of the log.
  ///   - hasRecords: True if there is anything to project.
  static func check(
    _ replay: ReplayReport, through last: Int64, hasRecords: Bool, _ connection: Connection,
    _ findings: FindingCollector
  ) throws {
    for projection in Projection.allCases {
      guard let stored = try ProjectionTable.progress(of: projection, connection) else {
        if hasRecords {
          findings.add(
            .wrongProjection, nil, "\(projection.rawValue) was never built",
            "\(projection.rawValue) har aldrig byggts")
        }
        continue
      }
      if let stopped = stored.stopped {
        findings.add(
          .wrongProjection, nil,
          "\(projection.rawValue) stopped after #\(stored.position): \(stopped)",
          "\(projection.rawValue) stannade efter #\(stored.position) vid en post som inte kan läsas"
        )
      } else if stored.fingerprint != projection.fingerprint {
        findings.add(
          .wrongProjection, nil,
          "\(projection.rawValue) was folded by \(stored.fingerprint) and this program is "
            + "\(projection.fingerprint); run `authledger replay --rebuild`",
          "\(projection.rawValue) veks av \(stored.fingerprint) och detta program är "
            + "\(projection.fingerprint); kör `authledger replay --rebuild`")
      } else if stored.position != last {
        findings.add(
          .wrongProjection, nil,
          "\(projection.rawValue) ends at #\(stored.position) and the log at #\(last)",
          "\(projection.rawValue) slutar vid #\(stored.position) och loggen vid #\(last)")
      }
    }
    for commitment in replay.commitments where commitment.verdict == .differs {
      findings.add(
        .wrongProjection, commitment.position.number,
        "the state that was committed to is not the fold of the records",
        "läget som bands är inte vad posterna ger")
    }
    for comparison in replay.projections where !comparison.agrees {
      findings.add(
        .wrongProjection, nil,
        "\(comparison.name) is not the fold of the records: \(comparison.difference?.english ?? "")",
        "\(comparison.name) är inte vad posterna ger: \(comparison.difference?.swedish ?? "")")
    }
  }
}
