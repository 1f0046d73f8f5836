extension RemedyPlan {
  var alternatives: [[AdviceStep]] {
    [restoring, closedPage, correctingCode, switching, choosingPerson, changingCompany]
      .compactMap(\.self)
  }

  /// Starting anew, for somebody who has closed the provider's page of an open attempt.
  private var closedPage: [AdviceStep]? {
    guard diagnosis.needsConsent, !needsRemoval, underWay?.first?.code == .finishAtProvider
    else { return nil }
    return fixes + consent(companies: diagnosis.problems)
  }

  func removing(isForService: Bool) -> [AdviceStep] {
    var way = [steps.askSupportToRemove, steps.removeAuthorization(isForService: isForService)]
    way.append(steps.authorize)
    return way + approval(diagnosis.problems, state.nextAccountType)
  }

  /// Correcting the company code, which may be why the company was not found.
  private var correctingCode: [AdviceStep]? {
    guard diagnosis.problems.contains(where: { $0.code == .otherCompany && $0.isOfAttempt }) else {
      return nil
    }
    return correctingCode(after: fixes)
  }

  /// The same, with the fixes of everything that a new consent meets; nil if there is no such code.
  func correctingCode(after fixes: [AdviceStep]) -> [AdviceStep]? {
    guard names.words.companyCode != nil, !needsRemoval else { return nil }
    let correct = steps.correctCompanyCode(hasGrant: state.grant != nil)
    let start = state.grant == nil ? [] : [steps.reauthorize]
    return fixes + [correct] + start + approval([], state.nextAccountType)
  }

  /// A service account in place of a person who lacks rights.
  private var switching: [AdviceStep]? {
    guard names.profile.hasServiceAccount, state.nextAccountType == .user, !needsRemoval,
      diagnosis.problems.contains(where: { $0.code == .authorizerLacksRights }),
      state.findings[.serviceAccountNotAllowed] == nil
    else { return nil }
    var other = state
    var removal: [AdviceStep] = []
    if state.grant != nil {
      removal = [steps.askSupportToRemove, steps.removeAuthorization(isForService: true)]
      other.evolve(
        .credentialsRemoved(
          CredentialsRemoved(reason: .switchToServiceAccount, revokedAtProvider: true)),
        cited: Citation(sequence: SequenceNumber(.max), time: now))
    }
    let ambiguous = Registers(diagnosis.problems.flatMap(\.ambiguous)).sorted
    return Self.choosing(.service, in: other, names: names, at: now, ordering: ambiguous) {
      removal + [$0]
    }
  }

  /// A person's account in place of a service account that does not work.
  ///
  /// Not offered while there is a service account's grant, which has to be removed first.
  private var choosingPerson: [AdviceStep]? {
    guard state.grant == nil, state.nextAccountType == .service,
      diagnosis.problems.contains(where: {
        $0.code == .notSystemAdmin || $0.kinds.contains(.serviceAccountNotAllowed)
      })
    else { return nil }
    return Self.choosing(.user, in: state, names: names, at: now) { [$0] }
  }

  /// The way with the other account type, which begins with what is wrong with that one.
  private static func choosing(
    _ accountType: AccountType, in state: Integration, names: Names, at now: Timestamp,
    ordering licences: [Register] = [], step choice: (AdviceStep) -> [AdviceStep]
  ) -> [AdviceStep] {
    var other = state
    other.serviceAccountSelected = accountType == .service
    let plan = RemedyPlan(state: other, diagnosis: other.diagnosis(at: now), names: names, at: now)
    let step =
      accountType == .service ? plan.steps.chooseServiceAccount : plan.steps.choosePersonsAccount
    let order = licences.isEmpty ? [] : [plan.steps.orderScopeLicence(licences)]
    return plan.fixes.merging(order, plan.steps) + choice(step).dropLast()
      + plan.consent(companies: plan.diagnosis.problems, choosing: step, as: accountType)
  }

  /// Restoring the stored credentials, which makes a new consent unnecessary.
  private var restoring: [AdviceStep]? {
    guard diagnosis.problems.contains(where: { $0.code == .credentialsUnusable }) else {
      return nil
    }
    var other = state
    other.findings.remove { $0.kind.layer == .vault }
    let plan = RemedyPlan(state: other, diagnosis: other.diagnosis(at: now), names: names, at: now)
    guard !plan.diagnosis.needsConsent else { return nil }
    let met = plan.diagnosis.problems + plan.diagnosis.beside.filter(\.concernsUse)
    return plan.fixes(of: met.inOrder) + [
      steps.restoreVault, steps.checkAgain,
    ]
  }

  /// Changing to another company on purpose.
  private var changingCompany: [AdviceStep]? {
    guard state.grant != nil, !needsRemoval,
      diagnosis.main.code == .otherCompany
    else { return nil }
    return fixes.withoutSettings + [
      steps.askSupportToRemove, steps.removeAuthorization(isForService: false), steps.authorize,
      steps.approve(state.nextAccountType),
    ]
  }
}
