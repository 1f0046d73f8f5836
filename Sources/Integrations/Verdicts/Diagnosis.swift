/// What is the matter with an integration at a time: the first of it is the verdict.
struct Diagnosis: Sendable {
  /// What must be put right, in the order in which a journey needs the layers; the first gives the
  /// verdict.
  var problems: [Problem] = []
  /// What only failed attempts saw, beside a grant that works all the same.
  var beside: [Problem] = []
  /// True if a grant can be used: what happened to an attempt is then told beside it.
  var hasLivingGrant = false
  /// What became of the latest attempt without reaching a layer; nil where that says nothing.
  var happening: Problem?
  /// True if a new consent is needed to put right what is wrong.
  var needsConsent = false

  /// What the verdict rests on.
  var main: Problem {
    problems.first ?? (hasLivingGrant ? nil : happening) ?? Problem(.healthy, .none)
  }
}

extension Integration {
  /// The verdict at a time: that of the first layer that is bad.
  public func verdict(at now: Timestamp) -> VerdictCode {
    findings.isEmpty ? plainVerdict(at: now) : diagnosis(at: now).main.code
  }

  /// The verdict where nothing is wrong by the records, without making a diagnosis: every append
  /// asks for it.
  private func plainVerdict(at now: Timestamp) -> VerdictCode {
    guard let grant else {
      if removal != nil { return .credentialsRemoved }
      return happeningCode(at: now) ?? failureCode ?? .neverStarted
    }
    if !grant.isAlive(at: now, provider) { return .grantDead }
    if needsReauthorization { return .scopeNotGranted }
    if grant.accountType != nextAccountType { return .switchNeedsRemoval }
    guard let settings, !settings.transfers.isEmpty else { return .nothingToTransfer }
    return settings.enabled ? .healthy : .notEnabled
  }

  /// What is the matter at a time.
  func diagnosis(at now: Timestamp) -> Diagnosis {
    var diagnosis = Diagnosis()
    if removal?.reason == .offboarding, grant == nil {
      diagnosis.problems = [removalProblem].compactMap(\.self)
      return diagnosis
    }
    diagnosis.hasLivingGrant = grant != nil && !isEnded(at: now)
    diagnosis.needsConsent = needsConsent(at: now)
    let found = findingProblems()
    let isUseless = found.contains { !$0.isOfAttempt && $0.isDefinite }
    for problem in found {
      // What only an attempt saw counts as soon as a new one must be made, or the grant does not work
      // and it may be the cause.
      if !problem.isOfAttempt || diagnosis.needsConsent || (isUseless && problem.concernsUse) {
        diagnosis.problems.append(problem)
      } else {
        diagnosis.beside.append(problem)
      }
    }
    diagnosis.problems = diagnosis.problems.merged + grantProblems(at: now) + settingsProblems
    diagnosis.problems = diagnosis.problems.inOrder
    diagnosis.beside = diagnosis.beside.inOrder
    diagnosis.happening = happening(at: now)
    if grant == nil, diagnosis.problems.isEmpty, diagnosis.happening == nil {
      diagnosis.happening = lastFailure
      if lastFailure == nil { diagnosis.problems = [Problem(.neverStarted, .settings)] }
    }
    return diagnosis
  }

  /// True if the grant that stands, where one does, cannot go on without a new consent.
  private func needsConsent(at now: Timestamp) -> Bool {
    guard let grant else { return true }
    if isEnded(at: now) || needsReauthorization { return true }
    if grant.accountType != AccountType(isService: serviceAccountSelected) { return true }
    return findings.all.contains { finding in
      switch finding.kind {
      case .registerScope: isRelevantRefusal(finding)
      case .otherCompany: !finding.isOfAttempt
      case .credentialsMissing, .credentialsUnreadable: true
      default: false
      }
    }
  }

  /// Whose rights the next consent asks for.
  var nextAccountType: AccountType { AccountType(isService: serviceAccountSelected) }

  // MARK: What findings show

  private func findingProblems() -> [Problem] {
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
      var problem = Problem(group.key.code, group.findings[0].kind.layer, of: group.findings)
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

  /// Findings that are told together.
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

  /// The finding as far as it matters for what is to be transferred and asked for; nil where it
  /// does not.
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
        finding.kind == .scopeLicence ? finding.scopes.filter(Register.isScope) : finding.scopes
      let asked = scopes.filter(isAskedNext)
      if !finding.scopes.isEmpty, asked.isEmpty { return nil }
      // Which of the scopes it is, the provider does not tell.
      if asked.count < scopes.count { finding.isCertain = false }
    case .anyLicence:
      guard !finding.scopes.contains(where: { Register.isScope($0) && isAskedNext($0) }) else {
        break
      }
      // No scope that it may be about is asked for any more.
      if finding.scopes.contains(where: Register.isScope) { finding.isCertain = false }
      finding.kind = .integrationLicence
    case .unanswered: return nil
    case .answerLost, .grantUnrecognised:
      // Told as the cause of the death.
      if findings[.grantDead] != nil { return nil }
    default: break
    }
    return finding
  }

  /// True if the next consent asks for the scope: the settings need it, or it is no register's.
  private func isAskedNext(_ scope: String) -> Bool {
    // What nobody has chosen yet may be anything.
    guard Register.isScope(scope), let settings, !settings.transfers.isEmpty else { return true }
    return settings.transfers.sorted.contains { $0.scope == scope }
  }

  private func registers(of findings: [Finding]) -> [Register] {
    let scopes = Set(findings.flatMap(\.scopes))
    let chosen = settings?.transfers.sorted ?? []
    let all = Registers(Register.allCases).sorted
    let registers = (chosen.isEmpty ? all : chosen).filter { scopes.contains($0.scope) }
    return registers == all ? [] : registers
  }

  // MARK: What the clock and the settings show

  private func grantProblems(at now: Timestamp) -> [Problem] {
    guard let grant else { return [removalProblem].compactMap(\.self) }
    guard findings[.grantDead] == nil, let end = grant.end(provider), now >= end else { return [] }
    var problem = Problem(.grantDead, .grant, since: end, cited: [grant.confirmed])
    problem.confidence = now < end.adding(seconds: Limits.graceSeconds) ? .likely : .certain
    problem.death = grant.refreshTokenExpiresAt == nil ? .unrefreshable : .expired
    return [problem]
  }

  private var removalProblem: Problem? {
    guard grant == nil, let removal else { return nil }
    var problem = Problem(.credentialsRemoved, .grant, since: removal.removed.time)
    problem.span.latest = removal.removed.time
    problem.span.cited = [removal.removed]
    problem.removal = removal.reason
    return problem
  }

  private var settingsProblems: [Problem] {
    guard let grant else { return [] }
    var problems: [Problem] = []
    let missing = registersWithoutScope
    if !missing.isEmpty,
      !findings.all.contains(where: { $0.kind == .registerScope && isRelevantRefusal($0) })
    {
      var problem = Problem(.scopeNotGranted, .register, since: grant.consented.time)
      problem.registers = missing
      problems.append(problem)
    }
    if grant.accountType != nextAccountType {
      var problem = Problem(.switchNeedsRemoval, .settings, since: grant.consented.time)
      problem.accountType = grant.accountType
      problems.append(problem)
    }
    if settings?.transfers.isEmpty ?? true {
      problems.append(Problem(.nothingToTransfer, .settings, since: grant.consented.time))
    }
    if settings?.enabled != true {
      problems.append(Problem(.notEnabled, .settings, since: grant.consented.time))
    }
    return problems
  }

  private func describeDeath(_ problem: inout Problem, _ finding: Finding) {
    let time = finding.first.time
    let lost = findings[.answerLost]
    if let end = grant?.end(provider), time >= end {
      problem.death = grant?.refreshTokenExpiresAt == nil ? .unrefreshable : .expired
    } else if let lost {
      problem.death = .answerLost
      problem.span.cited += [lost.first, lost.latest]
    } else if let refreshed = grant?.refreshed,
      time < refreshed.time.adding(seconds: Limits.raceSeconds)
    {
      problem.death = .usedTwice
      problem.span.cited.append(refreshed)
    } else {
      problem.death = .unexplained
    }
  }
}

extension [Problem] {
  /// What a use of the grant and an attempt saw alike, as one.
  fileprivate var merged: Self {
    reduce(into: []) { merged, problem in
      let same = merged.firstIndex { $0.code == problem.code && $0.kinds == problem.kinds }
      if let same { merged[same].merge(problem) } else { merged.append(problem) }
    }
  }

  /// In the order in which they must be put right.
  var inOrder: Self {
    enumerated().sorted { left, right in
      (left.element.rank, left.offset) < (right.element.rank, right.offset)
    }.map(\.element)
  }
}

extension Problem {
  /// True if it can stand in the way of a grant's use, and not of a new consent alone.
  var concernsUse: Bool {
    switch layer {
    case .client, .provider, .licence: true
    case .account: !kinds.contains(.accountLocked)
    default: false
    }
  }

  /// False where the records do not tell whether the grant works.
  fileprivate var isDefinite: Bool {
    code != .providerDown && code != .refreshUnknown && !kinds.contains(.grantUnrecognised)
  }

  /// The order in which it must be put right.
  ///
  /// An outage and answers that tell nothing hide nothing
  /// else.
  fileprivate var rank: Int {
    switch code {
    case .clientRefused: 0
    case .scopeNotEnabled: 1
    case .callbackEmpty: 2
    case .licenceMissing: licenceRank
    case .notSystemAdmin: 6
    case .otherCompany: 7
    case .grantDead, .credentialsRemoved: 8
    case .credentialsUnusable: 9
    case .scopeNotGranted: 10
    case .authorizerLacksRights: 12
    case .unrecognised where kinds == [.registerUnknown]: 13
    case .unrecognised: 14
    case .refreshUnknown: 15
    case .switchNeedsRemoval: 16
    case .nothingToTransfer: 17
    case .notEnabled: 18
    case .providerDown: 19
    default: 20
    }
  }

  /// Our app is bought before it is licensed, and both before its scopes.
  private var licenceRank: Int {
    if kinds.contains(.appNotBought) { return 3 }
    if kinds.contains(.scopeLicence) { return 5 }
    return kinds.contains(.registerLicence) ? 11 : 4
  }
}

extension Finding.Kind {
  /// The verdict that it gives.
  var verdict: VerdictCode {
    switch self {
    case .clientRefused: .clientRefused
    case .scopeNotEnabled, .serviceAccountNotAllowed: .scopeNotEnabled
    case .providerDown: .providerDown
    case .accountLocked: .callbackEmpty
    case .appNotBought, .integrationLicence, .anyLicence, .scopeLicence, .registerLicence,
      .registerIntegrationLicence:
      .licenceMissing
    case .notSystemAdministrator: .notSystemAdmin
    case .otherCompany: .otherCompany
    case .grantDead: .grantDead
    case .answerLost: .refreshUnknown
    case .credentialsMissing, .credentialsUnreadable: .credentialsUnusable
    case .registerScope: .scopeNotGranted
    case .registerRight, .registerRightOrLicence: .authorizerLacksRights
    case .registerUnknown, .attemptUnrecognised, .grantUnrecognised: .unrecognised
    case .unanswered: .checkUnknown
    }
  }
}
