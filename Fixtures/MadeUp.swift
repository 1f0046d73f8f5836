public import Integrations

/// One action of a made-up history.
public struct MadeUpAction: Sendable {
  /// The company, `c-000001` and up in the order of their first action.
  public let company: Company
  /// The provider.
  public let provider: Provider
  /// What was done.
  public let action: Action
  /// Who did it.
  public let actor: Actor
  /// When.
  public let time: Timestamp
}

/// Made-up actions with the shape of real ones, in the order of their times.
///
/// Four of five companies connect once and are never heard of again; the others try in vain,
/// authorize anew, lose their grants and their rights, are removed and leave, and few of them do
/// most of it. The rules accept every action and make exactly one record of it, so that a benchmark
/// which asks for N actions measures N records. The same seed gives the same actions.
///
///     for made in MadeUp(seed: 1, count: 1_000_000, endingAt: now) { ... }
///
/// Memory grows with the companies that have something ahead of them, about 150 bytes each, never
/// with the number of actions.
public struct MadeUp: Sequence, IteratorProtocol, Sendable {
  /// The time over which actions are spread: two years.
  public static let spanSeconds: Int64 = 730 * 24 * 60 * 60

  /// How many companies have had an action so far.
  public private(set) var companies = 0

  private let seed: UInt64
  private let count: Int
  private let end: Int64
  private var given = 0
  // What the companies admitted so far will do in all: when it reaches the count, no more come.
  private var planned = 0
  private var queue = TimeQueue()
  private var scripts: [Script] = []
  private var freeSlots: [Int32] = []

  /// Exactly `count` actions, none of them later than `endingAt`; about one company to seven.
  public init(seed: UInt64, count: Int, endingAt: Timestamp) {
    self.seed = seed
    self.count = count
    end = endingAt.milliseconds
  }

  /// The next action, or nil after the last.
  public mutating func next() -> MadeUpAction? {
    guard given < count else { return nil }
    admitCompanies()
    guard let first = queue.first else { return nil }
    let slot = Int(first.slot)
    let made = scripts[slot].made
    if scripts[slot].advance() {
      queue.moveFirst(to: scripts[slot].time)
    } else {
      queue.removeFirst()
      freeSlots.append(first.slot)
    }
    given += 1
    return made
  }

  /// How many actions are left, so that an array of them is made at once.
  public var underestimatedCount: Int { count - given }

  private mutating func admitCompanies() {
    while planned < count {
      let arrival = nextArrival
      if let first = queue.first, first.time < arrival { return }
      companies += 1
      let script = Script(number: companies, seed: seed, arrival: arrival, end: end)
      planned += script.length
      let slot: Int32
      if let free = freeSlots.popLast() {
        slot = free
        scripts[Int(slot)] = script
      } else {
        slot = Int32(scripts.count)
        scripts.append(script)
      }
      queue.insert(time: script.time, slot: slot)
    }
  }

  // The last company comes two hours before the end, so that it has the time to connect.
  private var nextArrival: Int64 {
    let lastArrival = end - 2 * 60 * 60 * 1000
    let start = end - Self.spanSeconds * 1000
    return start + Int64(Double(lastArrival - start) * (Double(planned) / Double(count)))
  }
}
