extension Integration {
  /// The problems that the clock and a removal show.
  func grantProblems(at now: Timestamp) -> [Problem] {
    guard let grant else { return [removalProblem].compactMap(\.self) }
    guard findings[.grantDead] == nil, let end = grant.end(provider), now >= end else { return [] }
    var problem = Problem(.grantDead, layer: .grant, since: end, cited: [grant.confirmed])
    problem.confidence = now < end.adding(seconds: Limits.graceSeconds) ? .likely : .certain
    problem.death = grant.refreshTokenExpiresAt == nil ? .unrefreshable : .expired
    return [problem]
  }

  var removalProblem: Problem? {
    guard grant == nil, let removal else { return nil }
    var problem = Problem(.credentialsRemoved, layer: .grant, since: removal.removed.time)
    problem.span.latest = removal.removed.time
    problem.span.cited = [removal.removed]
    problem.removal = removal.reason
    return problem
  }

  var settingsProblems: [Problem] {
    guard let grant else { return [] }
    var problems: [Problem] = []
    let missing = registersWithoutScope
    if !missing.isEmpty,
      !findings.all.contains(where: { $0.kind == .registerScope && isRelevantRefusal($0) })
    {
      var problem = Problem(.scopeNotGranted, layer: .register, since: grant.consented.time)
      problem.registers = missing
      problems.append(problem)
    }
    if grant.accountType != nextAccountType {
      var problem = Problem(.switchNeedsRemoval, layer: .settings, since: grant.consented.time)
      problem.accountType = grant.accountType
      problems.append(problem)
    }
    if settings?.transfers.isEmpty ?? true {
      problems.append(Problem(.nothingToTransfer, layer: .settings, since: grant.consented.time))
    }
    if settings?.enabled != true {
      problems.append(Problem(.notEnabled, layer: .settings, since: grant.consented.time))
    }
    return problems
  }

  func describeDeath(_ problem: inout Problem, _ finding: Finding) {
    let time = finding.first.time
    let lost = findings[.answerLost]
    if let end = grant?.end(provider), time >= end {
      problem.death = grant?.refreshTokenExpiresAt == nil ? .unrefreshable : .expired
    } else if let lost {
      problem.death = .answerLost
      problem.span.cited += [lost.first, lost.latest]
    } else if profile.answers.refreshTokensAreUsedOnce, let refreshed = grant?.refreshed,
      time < refreshed.time.adding(seconds: Limits.raceSeconds)
    {
      problem.death = .usedTwice
      problem.span.cited.append(refreshed)
    } else {
      problem.death = .unexplained
    }
  }
}
