extension Plan {
  var alternatives: [[Advice.Step]] {
    [restoring, closedPage, switching, choosingPerson, changingCompany].compactMap(\.self)
  }

  /// Where the page at the provider was closed, an attempt under way never ends.
  private var closedPage: [Advice.Step]? {
    guard diagnosis.needsConsent, !needsRemoval, underWay?.first?.code == .finishAtProvider
    else { return nil }
    return mends + consent(companies: diagnosis.problems)
  }

  func removing(isForService: Bool) -> [Advice.Step] {
    var way = [steps.askSupportToRemove, steps.removeAuthorization(isForService: isForService)]
    way.append(steps.authorize)
    if let wrong = diagnosis.problems.first(where: { $0.code == .otherCompany }) {
      way.append(steps.chooseCompany(wrong.company))
    }
    return way + [steps.approve(state.nextAccountType)]
  }

  /// A service account in the place of a person who lacks rights.
  private var switching: [Advice.Step]? {
    guard state.nextAccountType == .user, !needsRemoval,
      diagnosis.problems.contains(where: { $0.code == .authorizerLacksRights }),
      state.findings[.serviceAccountNotAllowed] == nil
    else { return nil }
    var other = state
    var removal: [Advice.Step] = []
    if state.grant != nil {
      removal = [steps.askSupportToRemove, steps.removeAuthorization(isForService: true)]
      other.evolve(
        .credentialsRemoved(
          CredentialsRemoved(reason: .switchToServiceAccount, revokedAtProvider: true)),
        cited: Citation(sequence: SequenceNumber(.max), time: now))
    }
    let ambiguous = Registers(diagnosis.problems.flatMap(\.ambiguous)).sorted
    return Self.choosing(.service, in: other, names, at: now, ordering: ambiguous) {
      removal + [$0]
    }
  }

  /// A person's account, where a service account is what does not work; a grant of a service
  /// account lets nobody choose.
  private var choosingPerson: [Advice.Step]? {
    guard state.grant == nil, state.nextAccountType == .service,
      diagnosis.problems.contains(where: {
        $0.code == .notSystemAdmin || $0.kinds.contains(.serviceAccountNotAllowed)
      })
    else { return nil }
    return Self.choosing(.user, in: state, names, at: now) { [$0] }
  }

  /// The way that goes on with the other account type: what is wrong with that one comes first.
  private static func choosing(
    _ accountType: AccountType, in state: Integration, _ names: Names, at now: Timestamp,
    ordering licences: [Register] = [], _ choice: (Advice.Step) -> [Advice.Step]
  ) -> [Advice.Step] {
    var other = state
    other.serviceAccountSelected = accountType == .service
    let plan = Plan(other, other.diagnosis(at: now), names, at: now)
    let step =
      accountType == .service ? plan.steps.chooseServiceAccount : plan.steps.choosePersonsAccount
    let order = licences.isEmpty ? [] : [plan.steps.orderScopeLicence(licences)]
    return plan.mends.merging(order, plan.steps) + choice(step).dropLast()
      + plan.consent(companies: plan.diagnosis.problems, choosing: step, as: accountType)
  }

  /// Stored credentials that are put back need no new consent.
  private var restoring: [Advice.Step]? {
    guard diagnosis.problems.contains(where: { $0.code == .credentialsUnusable }) else {
      return nil
    }
    var other = state
    other.findings.remove { $0.kind.layer == .vault }
    let plan = Plan(other, other.diagnosis(at: now), names, at: now)
    guard !plan.diagnosis.needsConsent else { return nil }
    let met = plan.diagnosis.problems + plan.diagnosis.beside.filter(\.concernsUse)
    return plan.mends(of: met.inOrder) + [
      steps.restoreVault, steps.checkAgain,
    ]
  }

  /// Another company, where that is what is wanted.
  private var changingCompany: [Advice.Step]? {
    guard state.grant != nil, !needsRemoval,
      diagnosis.main.code == .otherCompany
    else { return nil }
    return mends.withoutSettings + [
      steps.askSupportToRemove, steps.removeAuthorization(isForService: false), steps.authorize,
      steps.approve(state.nextAccountType),
    ]
  }
}
