extension Integration {
  /// The lines at the end of the company log for what time alone has changed and no record says
  /// yet, oldest first.
  public func computedLines(at now: Timestamp, _ names: Names) -> [CompanyLogLine] {
    let plan = RemedyPlan(state: self, diagnosis: diagnosis(at: now), names: names, at: now)
    var lines: [CompanyLogLine] = []
    if attemptState(at: now) == .expired, let attempt, attempt.answer == nil {
      lines.append(
        CompanyLogLine(
          severity: .warning, code: .abandoned, computedAt: attempt.expiresAt,
          text: attempt.refused == nil
            ? Text(
              "Authorization failed: nobody came back from \(names.system).",
              "Auktoriseringen misslyckades: ingen kom tillbaka från \(names.system).")
            : Text(
              "Authorization failed: no answer that counts came from \(names.system) in time.",
              "Auktoriseringen misslyckades: inget svar som räknas kom från \(names.system) i tid."),
          ways: plan.ways(shownBy: attempt.started)))
    }
    if let grant, let end = grant.end(provider), now >= end, findings[.grantDead] == nil {
      lines.append(
        CompanyLogLine(
          severity: .error, code: .grantDead, computedAt: end,
          text: Text(
            "The authorization ended: it was not refreshed before.",
            "Auktoriseringen gick ut: den förnyades inte dessförinnan."), ways: plan.ways))
    }
    return lines.sorted { ($0.computedAt ?? now) < ($1.computedAt ?? now) }
  }
}

extension RemedyPlan {
  /// The ways to fix what a record shows; empty if none of it is still wrong.
  func ways(shownBy citation: Citation) -> [[AdviceStep]] {
    func shows(_ problem: Problem) -> Bool { problem.span.cited.contains(citation) }
    if diagnosis.problems.contains(where: shows) { return ways }
    if diagnosis.beside.contains(where: shows) { return besideWays }
    guard let happening = diagnosis.happening, shows(happening) else { return [] }
    return diagnosis.problems.isEmpty && state.grant != nil ? [again] : ways
  }
}
