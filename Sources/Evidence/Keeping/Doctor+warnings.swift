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
        .ok, "grants",
        Text(
          "No authorization is quiet, ends soon or waits to be revoked.",
          "Ingen auktorisering är tyst, upphör snart eller väntar på att återkallas."))
    ]
  }
}

extension DoctorFinding {
  fileprivate init(_ code: WarningCode, _ count: Int, _ companies: [String]) {
    let more = count - companies.count
    let named = companies.joined(separator: " ") + (more > 0 ? " +\(more)" : "")
    let integrations = Text(
      count.counted("integration"), count.counted("integration", "integrationer"))
    let refreshes = Text(
      "See that `authledger-connect serve` runs: it refreshes every week.",
      "Se till att `authledger-connect serve` är igång: den förnyar varje vecka.")
    switch code {
    case .quiet:
      let days = Limits.quietSeconds / Limits.daySeconds
      self.init(
        .warning, "quiet",
        Text(
          "Nothing was recorded as good for \(days) days of \(integrations.english): \(named).",
          "Inget har registrerats som bra på \(days) dagar för \(integrations.swedish): \(named)."),
        refreshes)
    case .endsSoon:
      let days = Limits.endingSeconds / Limits.daySeconds
      self.init(
        .warning, "endsSoon",
        Text(
          "The authorization of \(integrations.english) ends within \(days) days: \(named).",
          "Auktoriseringen för \(integrations.swedish) upphör inom \(days) dagar: \(named)."),
        refreshes)
    case .unrevoked:
      self.init(
        .warning, "unrevoked",
        Text(
          "The provider has not confirmed that what was removed is revoked, of "
            + "\(integrations.english): \(named).",
          "Leverantören har inte bekräftat att det borttagna är återkallat, för "
            + "\(integrations.swedish): \(named)."),
        Text(
          "See that `authledger-connect serve` runs: it tries again. The companies can remove it at "
            + "the provider.",
          "Se till att `authledger-connect serve` är igång: den försöker igen. Företagen kan ta bort "
            + "det hos leverantören."))
    }
  }
}
