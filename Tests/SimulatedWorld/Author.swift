import Integrations

/// Writes random histories.
struct Author {
  private var dice: Dice
  private let facts: Facts
  /// Whether little goes wrong in the world, so that much works while people come and go.
  private let isCalm: Bool
  /// Whether much goes wrong, one thing upon another.
  private let isHarsh: Bool

  /// An author who writes the same for the same seed.
  init(seed: UInt64, _ facts: Facts) {
    dice = Dice(seed: seed)
    self.facts = facts
    isCalm = dice.percent(40)
    let isHarsh = dice.percent(25)
    self.isHarsh = isHarsh && !isCalm
  }

  /// The registers that appear in histories.
  private var registers: [Register] {
    [.customers, .projects, .invoices, .articles, .expenses, .attachments]
      .filter(facts.registers.contains)
  }

  private mutating func registers(_ share: Int) -> Registers {
    var registers = Registers()
    for register in Register.allCases where isCalm || dice.percent(share) {
      registers.insert(register)
    }
    return registers
  }

  /// A world, mostly in order.
  mutating func world() -> World {
    var companies: [ProviderCompany] = []
    for number in ["482915", "999999"] {
      companies.append(
        ProviderCompany(
          number: number, isLocked: fault(3), hasApp: !fault(4),
          hasIntegrationLicence: !fault(6), licences: registers(97),
          serviceRights: registers(98)))
    }
    var people: [Person] = []
    for index in 0..<3 {
      var person = Person(
        reaches: [0], rights: registers(index == 0 ? 93 : 96),
        administers: index == 2 || dice.percent(40) ? [0] : [])
      if dice.percent(30) { person.reaches.insert(1) }
      if dice.percent(15) { person.administers.insert(1) }
      people.append(person)
    }
    // The owner comes when a system administrator is asked for, and to no other page.
    people.append(
      Person(reaches: [0, 1], rights: Registers(Register.allCases), administers: [0, 1]))
    var wordings: [Register: RefusalWording] = [:]
    for register in Register.allCases {
      wordings[register] = dice.pick(
        [(60, .coded), (20, .words), (14, .ambiguous), (6, .unknown)], or: .coded)
    }
    let start = Timestamp("2025-03-03T08:00:00.000Z") ?? Timestamp(milliseconds: 0)
    var world = World(
      facts: facts, now: start, companies: companies, people: people,
      asksLicencesAtConsent: dice.percent(50),
      lockedKeepsState: dice.percent(50), wordings: wordings, approver: dice.below(2),
      hasServer: dice.percent(60))
    if fault(4) { world.app.scopes = world.app.scopes.without(.projects) }
    world.app.allowsServiceAccount = !fault(5)
    world.app.hasRightSecret = !fault(3)
    if facts.hasCompanyCode { makeConsentsPersonal(&world) }
    return world
  }

  /// What differs where a consent is a person's.
  private mutating func makeConsentsPersonal(_ world: inout World) {
    for index in world.companies.indices {
      world.companies[index].licences.insert(.customers)
      if fault(10) { world.companies[index].licences.remove(.projects) }
    }
    for index in world.people.indices where !fault(20) { world.people[index].gives = [0] }
    world.secondConsentEnds = dice.percent(50)
    world.rotates = dice.percent(50)
    world.givesAtConsent = dice.percent(50)
    if fault(12) { world.firstCode = dice.percent(50) ? 1 : nil }
  }

  /// What happens: mostly a first run, and then whatever comes.
  mutating func happenings() -> [Happening] {
    var happenings: [Happening] = []
    if dice.percent(20), facts.hasServiceAccount { happenings.append(.chooseService(true)) }
    if !dice.percent(8) {
      happenings.append(.save(transfers: transfers(), enabled: false, starts: false))
    }
    happenings += attempt()
    if dice.percent(80) { happenings += enabling() }
    for _ in 0..<dice.within(isHarsh ? 6...20 : 1...8) {
      happenings += dice.percent(isCalm ? 8 : isHarsh ? 75 : 42) ? [hidden()] : []
      happenings += dice.percent(60) ? [.pass(seconds: pause())] : []
      happenings += next()
    }
    if dice.percent(40) { happenings.append(.pass(seconds: pause())) }
    return happenings
  }

  /// Whether the world starts with a fault, in so many of a hundred that are not calm.
  private mutating func fault(_ share: Int) -> Bool { dice.percent(share) && !isCalm }

  private mutating func transfers() -> [Register] {
    var transfers: [Register] = dice.percent(4) ? [] : [.customers, .projects]
    if dice.percent(15) { transfers.removeLast(min(1, transfers.count)) }
    for register in registers.dropFirst(2) where dice.percent(18) {
      transfers.append(register)
    }
    return transfers
  }

  private mutating func enabling() -> [Happening] {
    [.save(transfers: transfers(), enabled: true, starts: false)]
  }

  private mutating func pause() -> Int64 {
    let hour: Int64 = 3600
    return dice.pick(
      [
        (20, 60), (15, 600), (20, hour), (20, 7 * hour), (20, 26 * hour), (12, 8 * 24 * hour),
        (6, 30 * 24 * hour), (5, 50 * 24 * hour), (1, 400 * 24 * hour),
      ], or: hour)
  }

  private mutating func next() -> [Happening] {
    switch dice.below(100) {
    case ..<34: attempt()
    case ..<47: [.recheck]
    case ..<60: [.refresh(isLost: dice.percent(15))]
    case ..<68: enabling()
    case ..<73: [.save(transfers: transfers(), enabled: dice.percent(70), starts: dice.percent(20))]
    case ..<78:
      facts.hasServiceAccount
        ? [.chooseService(dice.percent(60))] : [.hidden(.given(dice.percent(50)))]
    case ..<84: removal()
    case ..<87: [.begin]
    case ..<90: [.begin, .giveUp]
    case ..<92: [.begin, .pass(seconds: 60), .begin, .pass(seconds: 60), .comeBack(visit())]
    case ..<94: [.comeBack(visit())]
    case ..<95: [.confirmRemoval]
    case ..<98 where facts.hasCompanyCode: elsewhere()
    default: [.pass(seconds: pause())]
    }
  }

  private mutating func elsewhere() -> [Happening] {
    guard dice.percent(70) else {
      return [.saveCode(dice.pick([(60, 0), (25, 1)], or: nil))]
    }
    return [.consentElsewhere(person: dice.pick([(70, 0), (18, 1), (12, 2)], or: 0))]
      + (dice.percent(60) ? [.pass(seconds: 26 * 3600), .refresh(isLost: false)] : [])
  }

  private mutating func removal() -> [Happening] {
    let reason: RemovalReason = dice.pick(
      [
        (facts.hasServiceAccount ? 60 : 0, .switchToServiceAccount), (30, .requested),
        (10, .offboarding),
      ], or: .requested)
    var happenings: [Happening] = [.remove(reason, isRevoked: dice.percent(70))]
    if reason == .switchToServiceAccount, dice.percent(80) {
      happenings.append(.chooseService(true))
    }
    if reason != .offboarding, dice.percent(75) { happenings += attempt() + enabling() }
    return happenings
  }

  private mutating func attempt() -> [Happening] {
    var happenings: [Happening] = [.begin]
    if dice.percent(16) { return happenings + (dice.percent(50) ? [.giveUp] : []) }
    let isLate = dice.percent(5)
    happenings.append(.pass(seconds: isLate ? 50 * 60 : Int64(dice.within(1...20)) * 60))
    happenings.append(.comeBack(visit()))
    if dice.percent(8) { happenings.append(.comeBack(visit())) }
    return happenings
  }

  private mutating func visit() -> Happening.Visit {
    let person = dice.pick([(70, 0), (18, 1), (12, 2)], or: 0)
    return Happening.Visit(
      person: person, company: dice.percent(7) ? 1 : 0,
      isOfEarlierTab: dice.percent(4),
      ending: dice.pick(
        [(84, .approves), (12, .declines), (4, .comesBackEmpty)], or: .approves),
      travel: dice.pick(
        [
          (80, .whole), (5, .otherBrowser), (3, .twice), (2, .doubled), (3, .exchangeLost),
          (2, .codeSpent), (2, .companyUnreadable), (4, .registersSilent), (1, .denialLost),
        ], or: .whole))
  }

  private mutating func hidden() -> Happening {
    let register = registers[dice.below(registers.count)]
    let isGood = dice.percent(40)
    let change: Happening.Change = dice.pick(
      [
        (16, .rights(register, isGood)), (4, .serviceRights(register, isGood)),
        (14, .licence(register, isGood)), (8, .integration(isGood)), (4, .app(isGood)),
        (4, .locked(!isGood)), (7, .scope(register, isGood)), (3, .serviceAllowed(isGood)),
        (5, .secret(isGood)), (7, .consentRemoved), (3, .tokenSpent), (3, .personLeaves),
        (8, .down(!isGood)), (4, .strange(!isGood)), (1, .vault),
        (facts.hasCompanyCode ? 14 : 0, .given(isGood)),
        (2, .clock(seconds: Int64(dice.within(-6...6)) * 3600)),
      ], or: .consentRemoved)
    return .hidden(change)
  }
}
