/// How many callbacks of attempts before the latest have been recorded.
///
/// It keeps only the latest attempts, so that it stays small. Callbacks of older attempts are no
/// longer recorded.
public struct EarlierCallbacks: Hashable, Sendable {
  /// How many attempts are held.
  static let attemptLimit = 16

  /// Each attempt with its count, sorted by id; our ids sort by the attempts' start.
  package private(set) var counts: [Count] = []
  /// The latest attempt whose count was dropped.
  package private(set) var forgotten: AttemptID?

  /// The count of one attempt.
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

  /// Counts read from storage.
  package init(counts: [Count], forgotten: AttemptID?) {
    self.counts = counts
    self.forgotten = forgotten
  }

  /// How many callbacks of an attempt are recorded; nil if its count was dropped.
  func count(of attempt: AttemptID) -> Int? {
    if let found = counts.first(where: { $0.attempt == attempt }) { return found.count }
    return forgotten.map { $0 < attempt } ?? true ? 0 : nil
  }

  /// Adds to an attempt's count, and drops the oldest attempt if there are too many.
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
