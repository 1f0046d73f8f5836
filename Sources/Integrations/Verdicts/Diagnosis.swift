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
    problems.first ?? (hasLivingGrant ? nil : happening) ?? Problem(.healthy, layer: .none)
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
      if lastFailure == nil { diagnosis.problems = [Problem(.neverStarted, layer: .settings)] }
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
}
