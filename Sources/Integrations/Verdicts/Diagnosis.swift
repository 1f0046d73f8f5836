/// Everything that is wrong with an integration at a time; `main` gives the verdict.
struct Diagnosis: Sendable {
  /// What must be fixed, in the order of the layers; the first one gives the verdict.
  var problems: [Problem] = []
  /// What failed attempts met while an existing grant still works.
  var beside: [Problem] = []
  /// True if there is a usable grant.
  ///
  /// What happened to an attempt is then reported in addition to the verdict.
  var hasLivingGrant = false
  /// How the latest attempt ended if it reached no layer, such as a closed page; nil if that says
  /// nothing.
  var happening: Problem?
  /// True if only a new consent can fix what is wrong.
  var needsConsent = false

  /// The problem that gives the verdict.
  var main: Problem {
    problems.first ?? (hasLivingGrant ? nil : happening) ?? Problem(.healthy, layer: .none)
  }
}

extension Integration {
  /// The verdict at a time: that of the first layer with a problem.
  public func verdict(at now: Timestamp) -> VerdictCode {
    findings.isEmpty ? plainVerdict(at: now) : diagnosis(at: now).main.code
  }

  /// The verdict if there are no findings, without making a diagnosis.
  ///
  /// Called for every appended record.
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

  /// Everything that is wrong at a time.
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

  /// True if there is no grant, or one that needs a new consent to go on.
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

  /// The account type that the next consent asks for.
  var nextAccountType: AccountType { AccountType(isService: serviceAccountSelected) }
}
