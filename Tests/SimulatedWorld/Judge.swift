import Integrations

/// Gives an explanation of what the ledger holds at a time.
public typealias Explain = @Sendable (Question) -> Told

/// Holds what is told of a product to the product's world.
struct Judge {
  /// The program that is judged.
  let explain: Explain

  /// Everything that does not hold at this moment.
  func findings(in product: Product) -> [Finding] {
    let told = explain(product.question)
    let moment = Moment(product, told)
    var findings = moment.claims()
    var walked: Set<[Told.Step]> = []
    if told.ways.isEmpty, told.standing != 0 {
      findings += walk(nil, from: product, told)
    }
    for way in told.ways + told.also.flatMap(\.ways) where walked.insert(way).inserted {
      findings += walk(way, from: product, told)
    }
    return findings
  }

  /// A way that was followed, and what was told with it: a step of one code can be meant against several
  /// things.
  private struct Tried: Hashable {
    var verdict: String
    var way: [Told.Step]

    init(_ told: Told, _ way: [Told.Step]) {
      verdict = told.verdict
      self.way = way
    }
  }

  /// How often a way, and what is told after it, is followed.
  private static let rounds = 8

  /// Carries out a way and then whatever is told next, until the integration works.
  private func walk(_ first: [Told.Step]?, from start: Product, _ told: Told) -> [Finding] {
    var product = start
    var told = told
    var tried: Set<Tried> = []
    var way = first
    var hasWaited = false
    func found(_ kind: FindingKind, _ detail: String) -> [Finding] {
      let trail = Array(product.records.dropFirst(start.records.count))
      return [Finding(kind: kind, detail: detail, trail: trail)]
    }
    for _ in 0..<Self.rounds {
      let before = product.records.count
      let wasDown = product.world.isDown
      if let way {
        let shown = Shown(product.evidence)
        var carrying = Carrying(way, in: product)
        carrying.carryOut()
        if let impossible = carrying.impossible {
          return found(.impossible, "\(told.verdict): \(impossible)")
        }
        tried.insert(Tried(told, way))
        product = carrying.product
        // In a new attempt, what is done beside one is done anew.
        let starts = product.records[before...].contains { $0.action.name == .authorizeStarted }
        if starts { tried = tried.filter { $0.way.contains { $0.startsAttempt } } }
        if carrying.isLeftToReaders || product.works { return [] }
        if let astray = astray(way, shown, product, since: before) {
          return found(.astray, "\(told.verdict) \(way): \(astray)")
        }
      } else {
        product.pass(3600)
        product.serveAll()
        if product.works { return [] }
      }
      // Who finds the provider down comes back when it is up again.
      product.world.isDown = false
      if wasDown, let way { tried.remove(Tried(told, way)) }
      let next = explain(product.question)
      if next.standing == 0 { return [] }
      if let new = next.ways.first(where: { !tried.contains(Tried(next, $0)) }) {
        way = new
        told = next
        hasWaited = false
        continue
      }
      // What is under way has no result yet.
      let isUnderWay = product.pending != nil && !hasWaited
      if hasWaited || product.records.count > before, !isUnderWay, let first = next.ways.first {
        return found(.loop, "\(next.verdict) \(first) again")
      }
      if next.ways.isEmpty, hasWaited || way == nil {
        return found(.stuck, "\(next.verdict) tells no way")
      }
      // What is unchanged is recorded once a day.
      hasWaited = true
      product.pass(25 * 3600)
      product.serveAll()
      if product.works { return [] }
      told = explain(product.question)
      if told.standing == 0 { return [] }
      let again = told
      way = told.ways.first { !tried.contains(Tried(again, $0)) } ?? told.ways.first
    }
    return []
  }

  /// What the way ran into although the records before it had shown it.
  private func astray(
    _ way: [Told.Step], _ shown: Shown, _ product: Product, since before: Int
  ) -> String? {
    let harmless: Causes = [.outage, .strange, .empty]
    let now = Shown(product.evidence).items.filter { $0.sequence >= before }
    var blocked = now.reduce(into: Causes()) { $0.formUnion($1.bad.truth) }.subtracting(harmless)
    guard !blocked.isEmpty else { return nil }
    let against = way.reduce(into: Causes()) { $0.formUnion($1.causes(product.transfers)) }
    // A right is the approver's: what one account lacks, the other may have.
    let changesAccount = way.contains {
      $0.code == "chooseServiceAccount" || $0.code == "choosePersonsAccount"
    }
    if changesAccount { blocked.subtract(.rights) }
    // What one company's answers show says nothing of another company.
    let earlier = Reading(Array(product.records.prefix(before))).grant?.company
    let changesCompany = earlier != nil && earlier != product.reading.grant?.company
    // What one person's consent does not reach, the consent of another may.
    let isOfUse = !way.contains(where: \.startsAttempt)
    for item in shown.items where !item.open.isDisjoint(with: blocked) {
      if isOfUse, item.bad.origin == .attempt, item.open.intersection(blocked) == .notGiven {
        continue
      }
      if changesCompany, item.bad.origin != .attempt { continue }
      // Anybody can make another browser say so; and words nobody knows tell nothing.
      if item.bad.isFromOtherBrowser || item.possible.contains(.strange) { continue }
      if item.possible.isSubset(of: Causes.licences.union(.integration)) || item.possible.count == 1
      {
        return "\(item.open.intersection(blocked)) was shown by record \(item.sequence)"
      }
      // The answer fitted several causes: another way may be against the right one.
      if against.isDisjoint(with: item.possible) {
        return "\(item.open.intersection(blocked)) fitted record \(item.sequence)"
      }
    }
    return nil
  }
}
