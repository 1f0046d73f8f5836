import Integrations

/// One moment of a history with what is told of it.
struct Moment {
  /// The product.
  let product: Product
  /// What is told.
  let told: Told
  /// What the records show to be wrong.
  let shown: Shown
  /// What the records say.
  let reading: Reading

  /// A moment.
  init(_ product: Product, _ told: Told) {
    self.product = product
    self.told = told
    shown = Shown(product.evidence)
    reading = Reading(product.records)
  }

  /// Every claim that does not hold.
  func claims() -> [Finding] {
    var findings: [Finding] = []
    findings += claim(told.verdict, told.confidence, told.cited)
    for further in told.also {
      guard let verdict = further.verdict else { continue }
      findings += claim(verdict, further.confidence, further.cited)
    }
    if told.verdict == "HEALTHY" { findings += health() }
    findings += needless() + ruledOut() + hidden() + endedElsewhere()
    if told.standing == 1, reading.allWorks(shown, at: product.now) {
      findings.append(Finding(kind: .actWhileWorks, detail: told.verdict))
    }
    return findings
  }

  /// A verdict against the world as it was at the records it cites.
  private func claim(_ verdict: String, _ confidence: String, _ cited: [Int]) -> [Finding] {
    guard let causes = verdict.verdictCauses else { return [] }
    let bad = cited.filter(product.evidence.indices.contains)
      .flatMap { product.evidence[$0].bad }
      .filter { !$0.possible.isDisjoint(with: causes) }
    if bad.isEmpty { return withoutRecord(verdict, confidence) }
    guard confidence == "certain" else { return [] }
    if bad.allSatisfy({ $0.truth.isDisjoint(with: causes) }) {
      return [
        Finding(kind: .falseClaim, detail: "\(verdict) certain, but it was \(bad[0].truth)")
      ]
    }
    let holds = bad.contains { $0.possible.isSubset(of: causes) && !$0.isFromOtherBrowser }
    return holds
      ? []
      : [
        Finding(
          kind: .overclaimed,
          detail: "\(verdict) certain, but the same answer fits \(bad[0].possible)")
      ]
  }

  /// A verdict that no cited record shows: some come from settings or clock.
  private func withoutRecord(_ verdict: String, _ confidence: String) -> [Finding] {
    switch verdict {
    case "SCOPE_NOT_GRANTED":
      let scopes = reading.grant?.scopes ?? []
      let facts = product.world.facts
      if reading.transfers.contains(where: { !facts.covers($0, by: scopes) }) { return [] }
    case "GRANT_DEAD":
      guard !reading.isGrantAlive(at: product.now) else { break }
      guard confidence == "certain", let kept = product.vault else { return [] }
      let isAlive = product.world.consents[kept.consent]
        .accepts(kept.token, at: product.world.now)
      return isAlive
        ? [Finding(kind: .overclaimed, detail: "GRANT_DEAD certain by the clock, but it lives")]
        : []
    case "CALLBACK_EMPTY", "OTHER_COMPANY": return []
    default: break
    }
    return [Finding(kind: .falseClaim, detail: "\(verdict) without a record that shows it")]
  }

  private func health() -> [Finding] {
    func finding(_ kind: FindingKind, _ detail: String) -> [Finding] {
      [Finding(kind: kind, detail: "HEALTHY \(told.confidence) \(detail)")]
    }
    guard reading.isGrantAlive(at: product.now), let grant = reading.grant else {
      return finding(.falseClaim, "without a living grant")
    }
    if reading.transfers.isEmpty { return finding(.falseClaim, "with nothing to transfer") }
    let asked = reading.transfers.filter(\.isCheckable)
    if let refused = asked.first(where: { reading.answers[$0]?.isOpen == false }) {
      return finding(.falseClaim, "though \(refused) was refused")
    }
    guard told.confidence == "certain" else { return [] }
    if let silent = asked.first(where: { reading.answers[$0]?.isOpen != true }) {
      return finding(.overclaimed, "though \(silent) has not answered")
    }
    if grant.lastGoodTime.adding(seconds: 45 * 86_400) < product.now {
      return finding(.overclaimed, "though nothing was recorded for 45 days")
    }
    return []
  }
}
