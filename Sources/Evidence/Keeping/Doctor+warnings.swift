import EventLog
import Integrations

extension Doctor {
  /// The integrations with a warning, one finding per kind.
  func warnings(_ connection: Connection) throws -> [DoctorFinding] {
    // If the projection is not current, another finding says so.
    guard try Projection.need(of: .integrationStatus, connection) == .nothing else { return [] }
    let now = ledger.effects.now()
    var found: [WarningCode: (count: Int, companies: [String])] = [:]
    for provider in Provider.allCases {
      try StatusTable.forEach(of: provider, connection) { row in
        for warning in try row.state().warnings(at: now) {
          var entry = found[warning.code] ?? (0, [])
          entry.count += 1
          if entry.companies.count < FailureCount.exampleLimit {
            entry.companies.append(try row.company().id)
          }
          found[warning.code] = entry
        }
        return true
      }
    }
    let findings = WarningCode.allCases.compactMap { code in
      found[code].map { DoctorFinding(code, $0.count, $0.companies) }
    }
    guard findings.isEmpty else { return findings }
    return [
      DoctorFinding(
        severity: .ok, check: "grants",
        what: "No authorization is quiet, ends soon or waits to be revoked.",
        remedy: nil)
    ]
  }
}

extension DoctorFinding {
  fileprivate init(_ code: WarningCode, _ count: Int, _ companies: [String]) {
    let more = count - companies.count
    let named = companies.joined(separator: " ") + (more > 0 ? " +\(more)" : "")
    let integrations = count.counted("integration")
    switch code {
    case .quiet:
      self.init(
        severity: .warning, check: "quiet",
        what: "Nothing was recorded as good for \(Limits.quietSeconds / Limits.daySeconds) days "
          + "of \(integrations): \(named).",
        remedy: "See that `authledger-connect serve` runs: it refreshes every week.")
    case .endsSoon:
      self.init(
        severity: .warning, check: "endsSoon",
        what: "The authorization of \(integrations) ends within "
          + "\(Limits.endingSeconds / Limits.daySeconds) days: \(named).",
        remedy: "See that `authledger-connect serve` runs: it refreshes every week.")
    case .unrevoked:
      self.init(
        severity: .warning, check: "unrevoked",
        what: "The provider has not confirmed that what was removed is revoked, of "
          + "\(integrations): \(named).",
        remedy:
          "See that `authledger-connect serve` runs: it tries again. The companies can remove "
          + "it at the provider.")
    }
  }
}
