import Integrations

/// One way carried out, step by step, in the world and in the rules.
struct Carrying {
  /// The product, which is changed.
  var product: Product
  /// The way.
  let way: [Told.Step]
  /// Why a step cannot be made; nil while all could be.
  var impossible: String?
  /// Whether the way ends with words to read.
  var isLeftToReaders = false

  /// A way that starts from a product.
  init(_ way: [Told.Step], in product: Product) {
    self.way = way
    self.product = product
    self.product.rejections = []
  }

  /// Makes every step.
  mutating func carryOut() {
    for (index, step) in way.enumerated() where impossible == nil {
      make(step, before: way[(index + 1)...])
      if impossible == nil, let rejection = product.rejections.first {
        impossible = "\(step) is refused by the rule \(rejection.code)"
      }
      product.world.now = product.world.now.adding(seconds: 60)
      product.askPending()
    }
  }

  private mutating func make(_ step: Told.Step, before rest: ArraySlice<Told.Step>) {
    switch step.code {
    case "configure": configure(step)
    case "saveAndAuthorize":
      guard product.state.grant == nil else { return refuse(step, "a grant stands") }
      if product.transfers.isEmpty || isFirst { configure(step) }
      if mendsCode { configure(step) }
      authorize(rest)
    case "authorize":
      guard product.state.grant == nil else { return refuse(step, "a grant stands") }
      authorize(rest)
    case "reauthorize":
      guard product.state.grant != nil else { return refuse(step, "there is no grant") }
      authorize(rest)
    case "finishAtProvider", "letOtherFinish": finish(step, rest)
    case "chooseCompany", "approve", "approveAsSystemAdministrator", "closeOtherTabs": return
    case "chooseServiceAccount": product.happen(.chooseService(true))
    case "choosePersonsAccount": product.happen(.chooseService(false))
    case "enable":
      guard product.state.grant != nil else { return refuse(step, "there is no grant") }
      product.save(product.transfers, enabled: true, starts: false)
    case "checkAgain": checkAgain(step)
    case "wait": wait(until: step.until)
    case "askSupportToRemove":
      if product.state.grant == nil { refuse(step, "there is no grant") }
    case "removeAuthorization": remove()
    case "readProvidersWords": isLeftToReaders = true
    default: mend(step)
    }
  }

  private mutating func refuse(_ step: Told.Step, _ why: String) {
    impossible = "\(step): \(why)"
  }

  private mutating func configure(_ step: Told.Step) {
    if mendsCode, !product.transfers.isEmpty { return product.saveCode(product.usualCompany) }
    let refused = Shown(product.evidence).items.compactMap(\.bad.register)
    let registers =
      step.registers.isEmpty
      ? [.customers, .projects, .articles, .invoices].filter {
        !refused.contains($0) && product.world.facts.registers.contains($0)
      }
      : step.registers
    let isEnabled = product.state.settings?.enabled ?? false
    product.save(
      product.transfers.isEmpty ? registers : product.transfers, enabled: isEnabled,
      starts: false)
  }

  /// Whether the company code was saved before and may be why the company was not found.
  private var mendsCode: Bool {
    product.code > 0
      && Shown(product.evidence).items.contains { $0.possible.contains(.wrongCode) }
  }

  /// Whether a company code is needed and none was saved.
  private var isFirst: Bool { product.world.facts.hasCompanyCode && product.code == 0 }

  private mutating func checkAgain(_ step: Told.Step) {
    guard product.state.grant != nil else { return refuse(step, "there is no grant") }
    if step.person == "companyAdministrator", product.state.phase(at: product.now) == .grantExpired
    {
      return refuse(step, "the page of an expired grant has no such button")
    }
    product.recheck()
  }

  private mutating func wait(until end: Timestamp?) {
    let seconds = end.map { ($0.milliseconds - product.now.milliseconds) / 1000 }
    product.pass(max(seconds ?? 0, product.pending == nil ? 3600 : 300))
    product.world.isDown = false
    product.world.isStrange = false
    product.askPending()
  }

  private mutating func remove() {
    guard product.state.grant != nil else {
      impossible = "removeAuthorization: there is no grant"
      return
    }
    let isSwitch = way.contains { $0.code == "chooseServiceAccount" }
    let reason: RemovalReason = isSwitch ? .switchToServiceAccount : .requested
    // While an earlier one is not confirmed, a confirmed one with the same reason confirms that.
    product.remove(reason, isRevoked: product.reading.unconfirmed != reason)
  }

  private mutating func authorize(_ rest: ArraySlice<Told.Step>) {
    product.begin()
    visit(rest)
  }

  private mutating func finish(_ step: Told.Step, _ rest: ArraySlice<Told.Step>) {
    guard let attempt = product.state.attempt, attempt.outcome == nil, attempt.answer == nil,
      product.now < attempt.expiresAt, product.away.last == attempt.id
    else { return refuse(step, "no attempt is open") }
    visit(rest)
  }

  /// The person at the provider does what the following steps say, up to the next of our own.
  private mutating func visit(_ rest: ArraySlice<Told.Step>) {
    var person = product.world.approver
    var company = 0
    let known = product.state.grant?.providerCompany ?? product.remembered
    if let known, let index = product.world.companies.firstIndex(where: { $0.number == known }) {
      company = index
    }
    var isChosen = false
    var isAdministrator = false
    loop: for step in rest {
      switch step.code {
      case "chooseCompany":
        isChosen = true
        if let index = product.world.companies.firstIndex(where: { $0.number == step.company }) {
          company = index
        }
      case "approveAsSystemAdministrator": isAdministrator = true
      case "approve", "finishAtProvider", "closeOtherTabs": continue
      default: break loop
      }
    }
    let people = product.world.people
    func fits(_ index: Int) -> Bool {
      people[index].reaches.contains(company)
        && (!isAdministrator || people[index].administers.contains(company))
    }
    if !fits(person), let other = people.indices.first(where: fits) { person = other }
    if !people[person].reaches.contains(company), !isChosen,
      let reached = people[person].reaches.min()
    {
      company = reached
    }
    product.world.now = product.world.now.adding(seconds: 120)
    product.comeBack(Happening.Visit(person: person, company: company))
  }
}
