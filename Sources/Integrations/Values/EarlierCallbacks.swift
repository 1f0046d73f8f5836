/// How many callbacks that did not count are recorded of the attempts before the latest.
///
/// It holds the latest attempts alone, so that it stays small; of those before them nothing more is
/// recorded.
public struct EarlierCallbacks: Hashable, Sendable {
  /// How many attempts are held.
  static let attemptLimit = 16

  /// Each attempt with its number, by id: ours sort by the time of their start.
  package private(set) var counts: [Count] = []
  /// The latest attempt that is not held any more.
  package private(set) var forgotten: AttemptID?

  /// One attempt's number.
  package struct Count: Hashable, Sendable {
    package var attempt: AttemptID
    package var count: Int

    package init(attempt: AttemptID, count: Int) {
      self.attempt = attempt
      self.count = count
    }
  }

  /// None.
  init() {}

  /// Numbers as they are stored.
  package init(counts: [Count], forgotten: AttemptID?) {
    self.counts = counts
    self.forgotten = forgotten
  }

  /// How many are recorded of an attempt; nil where that is not known any more.
  func count(of attempt: AttemptID) -> Int? {
    if let found = counts.first(where: { $0.attempt == attempt }) { return found.count }
    return forgotten.map { $0 < attempt } ?? true ? 0 : nil
  }

  /// Takes more of an attempt in.
  mutating func add(_ count: Int, of attempt: AttemptID) {
    guard count > 0 else { return }
    let place = counts.firstIndex { attempt <= $0.attempt } ?? counts.endIndex
    if place < counts.endIndex, counts[place].attempt == attempt {
      counts[place].count += count
      return
    }
    counts.insert(Count(attempt: attempt, count: count), at: place)
    guard counts.count > Self.attemptLimit else { return }
    let oldest = counts.removeFirst().attempt
    forgotten = forgotten.map { max($0, oldest) } ?? oldest
  }
}
