extension Integration {
  /// Removes the findings about a removed grant, and keeps missing licences, which outlive it.
  mutating func updateFindingsAfterRemoval() {
    guard !findings.isEmpty else { return }
    var licences: [Finding] = []
    var registers: [Finding] = []
    for var finding in findings.all {
      switch finding.kind {
      case .registerIntegrationLicence:
        // A consent or a refresh since has shown it there again.
        if let grant, grant.proven > finding.latest { continue }
        finding.kind = .integrationLicence
      case .registerLicence:
        // The register was refused again since, and the record does not say why.
        if finding.code == nil, let grant, grant.consented > finding.latest { continue }
        // Without scopes only the register tells which licence it was.
        guard let scope = finding.register.flatMap(profile.scope) else {
          registers.append(finding)
          continue
        }
        finding.kind = .scopeLicence
        finding.scopes = [scope]
      default: continue
      }
      if let same = licences.firstIndex(where: { $0.kind == finding.kind }) {
        licences[same].scopes = Set(licences[same].scopes + finding.scopes).sorted()
      } else {
        finding.register = nil
        licences.append(finding)
      }
    }
    if isLicenceUntold(registers), var whole = registers.max(by: { $0.latest < $1.latest }) {
      whole.kind = .integrationLicence
      whole.register = nil
      licences.append(whole)
    }
    findings.remove { finding in
      switch finding.kind {
      case .grantDead, .answerLost, .credentialsMissing, .credentialsUnreadable,
        .grantUnrecognised, .attemptUnrecognised, .unanswered, .otherCompany:
        true
      default: finding.kind.isOfRegister
      }
    }
    for licence in licences + registers { findings.add(licence) }
  }
}
