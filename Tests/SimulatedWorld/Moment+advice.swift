import Integrations

extension Moment {
  /// Steps against what no record shows any more.
  func needless() -> [Finding] {
    let wrong = shown.items.reduce(into: Causes()) { $0.formUnion($1.possible) }
    var findings: [Finding] = []
    let isAmbiguous = shown.items.contains {
      $0.possible.count > 1 || $0.possible.contains(.strange)
    }
    if told.ways.joined().contains(where: { $0.code == "readProvidersWords" }),
      !reading.holdsUnknownWords, !isAmbiguous, told.standing != 2
    {
      findings.append(
        Finding(kind: .needless, detail: "\(told.verdict): words to read, and all are known"))
    }
    for step in Set((told.ways + told.also.flatMap(\.ways)).joined())
    where Self.mending.contains(step.code) {
      let parts: [Told.Step] =
        step.registers.isEmpty
        ? [step]
        : step.registers.map { Told.Step(step.code, registers: [$0], person: step.person) }
      // An error that tells no licence names both.
      let beside: Causes = step.code == "orderScopeLicence" ? .integration : []
      for part in parts
      where part.causes(reading.transfers).union(beside).isDisjoint(with: wrong) {
        findings.append(
          Finding(kind: .needless, detail: "\(told.verdict): \(part), and nothing shows it"))
      }
    }
    return findings
  }

  private static let mending: Set<String> = [
    "giveRights", "orderIntegrationLicence", "orderScopeLicence", "buyApp",
    "enableScopesAtProvider", "allowServiceAccountAtProvider", "mendClientCredentials",
    "restoreVault",
  ]

  /// Layers that are ruled out although the records show them wrong.
  func ruledOut() -> [Finding] {
    var findings: [Finding] = []
    for ruledOut in told.ruledOut {
      if ruledOut.layer == "grant", told.verdict == "GRANT_DEAD" {
        findings.append(Finding(kind: .falseClaim, detail: "rules out the cause itself"))
      }
      for register in ruledOut.registers
      where ruledOut.layer == "grant" && reading.answers[register]?.isOpen == false {
        findings.append(
          Finding(kind: .falseClaim, detail: "ruled out by \(register), which is refused now"))
      }
    }
    return findings
  }

  /// What the records show and nothing names.
  func hidden() -> [Finding] {
    // Nobody connects a company again that has left.
    if reading.hasLeft { return [] }
    let verdicts = [told.verdict] + told.also.compactMap(\.verdict)
    var named = verdicts.reduce(into: Causes()) {
      $0.formUnion($1 == "UNRECOGNISED" ? .strange : $1.verdictCauses ?? [])
    }
    for step in (told.ways + told.also.flatMap(\.ways)).joined()
    where !step.code.hasSuffix("uthorize") {
      named.formUnion(step.causes(reading.transfers))
    }
    return shown.items.compactMap { item in
      guard !item.bad.isFromOtherBrowser, isRelevant(item),
        item.possible.isDisjoint(with: named)
      else { return nil }
      return Finding(
        kind: .hidden,
        detail: "\(told.verdict) hides \(item.open) of record \(item.sequence)")
    }
  }

  /// Whether something stands in the way of what is to be transferred.
  private func isRelevant(_ item: Shown.Item) -> Bool {
    let causes = item.open
    // A register that is not to be transferred denies nothing.
    if let register = item.bad.register, !reading.transfers.contains(register),
      item.possible != .integration
    {
      return false
    }
    let isAlive = reading.isGrantAlive(at: product.now)
    let isService = reading.grant?.isService ?? reading.isServiceChosen
    var relevant: Causes = [.client, .appNotBought, .integration, .grantDead, .vault]
    if item.bad.register != nil || !isAlive { relevant.formUnion([.notGiven, .wrongCode]) }
    relevant.formUnion(.each(reading.transfers, Causes.licence))
    relevant.formUnion(.each(reading.transfers, Causes.notEnabled))
    if reading.grant != nil {
      relevant.formUnion(.each(reading.transfers, Causes.right))
      relevant.formUnion(.each(reading.transfers, Causes.scope))
    }
    if isService { relevant.formUnion([.serviceNotAllowed, .notSystemAdministrator]) }
    if !isAlive { relevant.formUnion(.locked) }
    return !causes.isDisjoint(with: relevant)
  }
}
