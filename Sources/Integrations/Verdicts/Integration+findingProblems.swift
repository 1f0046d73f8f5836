extension Integration {
  /// The problems that the findings show, limited to what will be transferred and asked for.
  func findingProblems() -> [Problem] {
    guard !findings.isEmpty else { return [] }
    var groups: [(key: GroupKey, findings: [Finding])] = []
    for finding in findings.all {
      guard let finding = relevant(finding) else { continue }
      let key = GroupKey(finding)
      if let place = groups.firstIndex(where: { $0.key == key }) {
        groups[place].findings.append(finding)
      } else {
        groups.append((key, [finding]))
      }
    }
    return groups.map { group in
      var problem = Problem(group.key.code, layer: group.findings[0].kind.layer, of: group.findings)
      switch problem.code {
      case .scopeNotGranted:
        let missing = registersWithoutScope.filter { !problem.registers.contains($0) }
        problem.registers = (problem.registers + missing).sorted { $0.rawValue < $1.rawValue }
      case .otherCompany: problem.company = remembered?.number ?? grant?.providerCompany
      case .grantDead: describeDeath(&problem, group.findings[0])
      case .unrecognised:
        problem.isTouched = !group.findings.contains(where: \.isCertain)
        problem.confidence = problem.isTouched ? .likely : .unknown
      case .licenceMissing:
        if [.scopeLicence, .anyLicence].contains(group.key.kinds) {
          problem.registers = registers(of: group.findings)
        }
        if group.key.kinds == .registerLicence, isLicenceUntold(group.findings) {
          problem.kinds.insert(.anyLicence)
        }
        problem.isTouched =
          group.key.kinds == .registerIntegrationLicence
          && grant?.refreshed.map { refreshed in
            group.findings.allSatisfy { $0.latest < refreshed }
          } == true
      default: break
      }
      return problem
    }
  }

  /// True if registers may be refused for want of the licence that any integration needs: the provider
  /// has no codes, one to transfer is refused so and none is open, the company is given to us, and no
  /// consent has shown it there since.
  func isLicenceUntold(_ refusals: [Finding]) -> Bool {
    guard !profile.answers.refusalsHaveCodes, let grant, let settings else { return false }
    let transfers = settings.transfers.sorted
    let refused = Set(refusals.compactMap(\.register))
    let isNotGiven = findings.all.contains { finding in
      finding.kind == .registerCompany && finding.register.map(transfers.contains) == true
    }
    return transfers.contains(where: refused.contains)
      && !transfers.contains(where: grant.open.contains) && !isNotGiven
      && refusals.contains { $0.latest > grant.consented }
  }

  /// Findings with the same key become one problem.
  private struct GroupKey: Equatable {
    var code: VerdictCode
    var kinds: Finding.Kind
    var isOfAttempt: Bool

    init(_ finding: Finding) {
      code = finding.kind.verdict
      kinds = finding.kind == .registerRightOrLicence ? .registerRight : finding.kind
      isOfAttempt = finding.isOfAttempt
    }
  }

  /// The finding, limited to what will be transferred and asked for; nil if it concerns none of
  /// that.
  private func relevant(_ finding: Finding) -> Finding? {
    var finding = finding
    switch finding.kind {
    case .registerIntegrationLicence:
      if isRelevantRefusal(finding) { break }
      // What is to be transferred now has not met it, and may all the same.
      guard finding.isCertain else { return nil }
      finding.isOfAttempt = true
    case _ where finding.kind.isOfRegister:
      guard isRelevantRefusal(finding) else { return nil }
    case .serviceAccountNotAllowed, .notSystemAdministrator:
      guard nextAccountType == .service else { return nil }
    case .scopeNotEnabled, .scopeLicence:
      let scopes =
        finding.kind == .scopeLicence ? finding.scopes.filter(profile.isScope) : finding.scopes
      let asked = scopes.filter(isAskedNext)
      if !finding.scopes.isEmpty, asked.isEmpty { return nil }
      // Which of the scopes it is, the provider does not tell.
      if asked.count < scopes.count { finding.isCertain = false }
    case .anyLicence:
      guard !finding.scopes.contains(where: { profile.isScope($0) && isAskedNext($0) }) else {
        break
      }
      // None of the scopes that it may concern is asked for any more.
      if finding.scopes.contains(where: profile.isScope) { finding.isCertain = false }
      finding.kind = .integrationLicence
    case .unanswered: return nil
    case .answerLost, .grantUnrecognised:
      // Reported as the cause of the grant's end.
      if findings[.grantDead] != nil { return nil }
    default: break
    }
    return finding
  }

  /// True if the next consent asks for the scope: the settings need it, or it belongs to no
  /// register.
  private func isAskedNext(_ scope: String) -> Bool {
    // What nobody has chosen yet may be anything.
    guard profile.isScope(scope), let settings, !settings.transfers.isEmpty else { return true }
    return settings.transfers.sorted.contains { profile.scope(of: $0) == scope }
  }

  private func registers(of findings: [Finding]) -> [Register] {
    let scopes = Set(findings.flatMap(\.scopes))
    let chosen = settings?.transfers.sorted ?? []
    let all = Registers.all.sorted
    let registers = (chosen.isEmpty ? all : chosen).filter { register in
      profile.scope(of: register).map(scopes.contains) == true
    }
    return registers == all ? [] : registers
  }
}
