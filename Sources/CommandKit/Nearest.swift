/// What somebody meant who mistyped a word of a list.
package enum Nearest {
  /// The word with the fewest typing errors; nil if none is near.
  ///
  /// One error is allowed for every three characters that were typed, and the case of letters does
  /// not count.
  package static func word(
    to typed: String, among words: some Sequence<String>
  ) -> String? {
    let wanted = Array(typed.lowercased().utf8.prefix(lengthLimit))
    var best: (word: String, distance: Int)?
    for word in words {
      let limit = best.map { $0.distance - 1 } ?? max(1, wanted.count / 3)
      guard limit >= 0 else { break }
      let candidate = Array(word.lowercased().utf8.prefix(lengthLimit))
      guard let distance = distance(from: wanted, to: candidate, atMost: limit) else { continue }
      best = (word, distance)
    }
    return best?.word
  }

  /// Longer words are compared by their beginnings.
  private static let lengthLimit = 80

  /// How many letters must be changed, added, taken out or swapped with the next one; nil if more
  /// than `limit`.
  private static func distance(
    from wanted: [UInt8], to candidate: [UInt8], atMost limit: Int
  ) -> Int? {
    guard abs(wanted.count - candidate.count) <= limit else { return nil }
    var before: [Int] = []
    var last = Array(0...candidate.count)
    for (row, letter) in wanted.enumerated() {
      var current = [row + 1]
      for (column, other) in candidate.enumerated() {
        var cost = min(
          last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == candidate[column - 1], wanted[row - 1] == other {
          cost = min(cost, before[column - 1] + 1)
        }
        current.append(cost)
      }
      guard current.contains(where: { $0 <= limit }) else { return nil }
      (before, last) = (last, current)
    }
    return last[candidate.count] <= limit ? last[candidate.count] : nil
  }
}
