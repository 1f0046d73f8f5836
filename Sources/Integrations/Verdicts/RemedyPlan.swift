/// What can be done about an integration.
///
/// Each way fixes everything that is wrong, in order, and ends with the one action that tests it.
struct RemedyPlan {
  var state: Integration
  var now: Timestamp
  var names: Names
  var diagnosis: Diagnosis
  /// The problem that gives the verdict.
  var main: ProblemInContext

  init(state: Integration, diagnosis: Diagnosis, names: Names, at now: Timestamp) {
    self.state = state
    self.now = now
    self.names = names
    self.diagnosis = diagnosis
    main = ProblemInContext(problem: diagnosis.main, names: names)
    main = inContext(diagnosis.main)
  }

  var steps: Steps { Steps(names: names) }

  /// Adds to a problem what its texts depend on.
  func inContext(_ problem: Problem) -> ProblemInContext {
    ProblemInContext(
      problem: problem, names: names, hasGrant: state.grant != nil,
      hasLivingGrant: state.grant != nil && !state.isEnded(at: now), attempt: state.attempt,
      gaveUp: state.gaveUp, hasAnswered: state.silentRegisters.isEmpty)
  }

  // MARK: Ways

  /// The alternative ways; any one of them is enough.
  var ways: [[AdviceStep]] {
    let main = diagnosis.main
    if main.code == .healthy {
      let isBlocked = diagnosis.beside.contains(where: \.concernsUse)
      let isStale = state.isQuiet(at: now) && state.grant?.end(names.provider) == nil
      let asked = isStale ? state.settings?.transfers.sorted ?? [] : state.silentRegisters
      return state.canAnswer(asked) && !isBlocked ? [[steps.checkAgain]] : []
    }
    if main.removal == .offboarding { return [] }
    let last = diagnosis.problems.isEmpty ? lastSteps(after: main) : lastSteps(after: nil)
    let ways = [fixesOfUse + last] + alternatives
    return ways.reduce(into: []) { if !$1.isEmpty, !$0.contains($1) { $0.append($1) } }
  }

  /// The ways to fix what failed attempts met while the grant still works.
  ///
  /// A new consent meets every other problem too, so those are fixed first.
  var besideWays: [[AdviceStep]] {
    guard !diagnosis.beside.isEmpty else { return [] }
    let all = (diagnosis.problems + diagnosis.beside).inOrder
    let way = fixes(of: all) + consent(companies: all)
    guard diagnosis.beside.contains(where: { $0.code == .otherCompany }) else { return [way] }
    return [way] + [correctingCode(after: fixes(of: all))].compactMap(\.self)
  }

  /// A new attempt, after one that failed while the grant still works.
  var again: [AdviceStep] { consent(companies: []) }

  /// The fixes of `fixes`, and of what attempts met if that may be why the grant does not work.
  private var fixesOfUse: [AdviceStep] {
    let isUncertain = diagnosis.problems.contains { $0.layer != .settings }
    guard isUncertain, !diagnosis.needsConsent else { return fixes }
    let all = diagnosis.problems + diagnosis.beside.filter(\.concernsUse)
    return fixes(of: all.inOrder)
  }

  var fixes: [AdviceStep] {
    fixes(of: diagnosis.problems)
  }

  func fixes(of problems: [Problem]) -> [AdviceStep] {
    var fixes: [AdviceStep] = []
    var waits = false
    for step in problems.flatMap({ against($0) }) {
      if step.code == .wait { waits = true } else { fixes = fixes.merging([step], steps) }
    }
    return waits ? fixes + [steps.wait] : fixes
  }

  private func against(_ problem: Problem) -> [AdviceStep] {
    switch problem.code {
    // What a removal takes away, or what is the test itself, is not put right before.
    case .nothingToTransfer: needsRemoval ? [] : [steps.configure]
    case .notEnabled: needsRemoval || isLeftAlone ? [] : [steps.enable]
    default: inContext(problem).texts.fixes
    }
  }

  /// True if the only thing left to do is in the settings.
  private var isLeftAlone: Bool {
    diagnosis.problems.allSatisfy { $0.code == .notEnabled || $0.code == .nothingToTransfer }
  }

  /// The last steps of a way, which test the fix.
  private func lastSteps(after happening: Problem?) -> [AdviceStep] {
    if needsRemoval {
      let isSwitch = state.grant?.accountType != state.nextAccountType
      return removing(isForService: isSwitch && state.nextAccountType == .service)
    }
    if diagnosis.needsConsent {
      if happening?.code == .stateUsed {
        return [steps.closeOtherTabs] + consent(companies: diagnosis.problems)
      }
      return underWay ?? consent(companies: diagnosis.problems)
    }
    if !isLeftAlone { return recheck(diagnosis.problems) }
    return diagnosis.problems.contains { $0.code == .notEnabled } ? [steps.enable] : []
  }

  /// Only a refresh tests our credentials and the grant, and none is made before the access token
  /// expires.
  private func recheck(_ problems: [Problem]) -> [AdviceStep] {
    let isOfRefresh = problems.contains { [.clientRefused, .refreshUnknown].contains($0.code) }
    guard isOfRefresh, let end = state.grant?.accessTokenExpiresAt, now < end,
      !fixes.contains(steps.wait)
    else { return [steps.checkAgain] }
    let isLong = end > now.adding(seconds: Limits.whileSeconds)
    return [isLong ? steps.wait(until: end) : steps.wait, steps.checkAgain]
  }

  /// True if support must remove the authorization before another can come.
  var needsRemoval: Bool {
    guard let grant = state.grant else { return false }
    return grant.accountType != state.nextAccountType
      || diagnosis.problems.contains { $0.code == .otherCompany && !$0.isOfAttempt }
  }

  /// The remaining steps of an open attempt; nil if there is none or it cannot be continued.
  var underWay: [AdviceStep]? {
    guard let attempt = state.attempt, state.attemptState(at: now) == .open else { return nil }
    if attempt.answer == .code {
      let wait = fixes.contains(steps.wait) ? [] : [steps.wait]
      // The company is looked for until the attempt expires.
      return names.words.companyCode == nil ? wait : [steps.allowCompany] + wait
    }
    guard attempt.refused == nil, attempt.answer == nil,
      attempt.accountType == state.grant?.accountType ?? state.nextAccountType
    else { return nil }
    // What must be put right first takes longer than an attempt lives, and what it does not ask for
    // it does not bring.
    guard fixes.withoutSettings.isEmpty, !fixes.contains(where: { $0.code == .configure }),
      state.neededScopes.allSatisfy(attempt.scopes.contains), !meetsKnownRefusal(attempt)
    else { return nil }
    return [steps.finishAtProvider] + approval(diagnosis.problems, attempt.accountType)
  }

  /// True if the attempt asks for scopes that are no longer needed and one of them was refused
  /// before.
  private func meetsKnownRefusal(_ attempt: Attempt) -> Bool {
    let more = attempt.scopes.filter {
      state.profile.isScope($0) && !state.neededScopes.contains($0)
    }
    return state.findings.all.contains { $0.scopes.contains(where: more.contains) }
  }

  /// A new attempt, as the page offers it, and what to do at the provider.
  func consent(
    companies problems: [Problem], choosing choice: AdviceStep? = nil,
    as accountType: AccountType? = nil
  ) -> [AdviceStep] {
    let accountType = accountType ?? state.grant?.accountType ?? state.nextAccountType
    var way: [AdviceStep] = choice.map { [$0] } ?? []
    way.append(choice == nil ? button : steps.saveAndAuthorize(isNew: false))
    return way + approval(problems, accountType)
  }

  /// What to do at the provider.
  func approval(_ problems: [Problem], _ accountType: AccountType) -> [AdviceStep] {
    var way: [AdviceStep] = []
    let wrong = problems.first { $0.code == .otherCompany }
    if let wrong, names.words.companyCode == nil { way.append(steps.chooseCompany(wrong.company)) }
    if accountType == .user, diagnosis.happening?.code == .otherBrowser {
      way.append(steps.approveInSameBrowser)
    } else {
      way.append(
        steps.approve(accountType, another: problems.contains { $0.code == .notSystemAdmin }))
    }
    if wrong != nil, names.words.companyCode != nil { way.append(steps.allowCompany) }
    return way
  }

  private var button: AdviceStep {
    if state.grant != nil { return steps.reauthorize }
    let lacksCode = names.words.companyCode != nil && state.settings?.companyCode == nil
    if lacksCode || state.settings?.transfers.isEmpty ?? true {
      return steps.saveAndAuthorize(isNew: true)
    }
    let isFresh = state.attempt == nil && state.removal == nil
    return isFresh ? steps.saveAndAuthorize(isNew: false) : steps.authorize
  }
}

extension [AdviceStep] {
  /// The steps without those in the settings, which a removal undoes.
  var withoutSettings: Self { filter { $0.code != .enable && $0.code != .configure } }

  /// These steps and others, each code once.
  func merging(_ others: [AdviceStep], _ steps: Steps) -> Self {
    others.reduce(into: self) { merged, step in
      if let same = merged.firstIndex(where: { $0.code == step.code }) {
        merged[same] = steps.joined(merged[same], step)
      } else {
        merged.append(step)
      }
    }
  }
}

extension Integration {
  /// The registers to transfer that have not answered that they are open, since the consent or the
  /// last failed check.
  var silentRegisters: [Register] {
    guard let grant, let settings else { return [] }
    let isUnanswered = findings[.unanswered] != nil
    return settings.transfers.sorted.filter { isUnanswered || !grant.open.contains($0) }
  }

  /// The registers to transfer that could be asked, have not answered and are not known as refused.
  public var unansweredRegisters: [Register] {
    guard grant != nil else { return [] }
    return silentRegisters.filter { profile.isChecked($0) && findings[$0] == nil }
  }

  /// True if one of the registers can be asked.
  func canAnswer(_ registers: [Register]) -> Bool { registers.contains(where: profile.isChecked) }
}
