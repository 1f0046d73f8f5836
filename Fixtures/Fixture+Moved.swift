public import Integrations

extension Fixture {
  /// The latest `time` of all sample histories.
  public static let latest: Timestamp =
    all.flatMap { fixture in
      fixture.text.split(separator: "\n").compactMap { line in
        let words = line.split(separator: "\"")
        return words.firstIndex(of: "time").flatMap { Timestamp(String(words[$0 + 2])) }
      }
    }.max() ?? Timestamp(milliseconds: 0)

  /// The history as if it had happened so many whole days later: every time in it is moved.
  ///
  /// The ids of attempts stay as they are, with their old times in them.
  public func text(movedBy days: Int64) -> String {
    guard days != 0 else { return text }
    let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
    return parts.map { part in
      guard let time = Timestamp(String(part)) else { return String(part) }
      return time.adding(seconds: days * 86_400).description
    }.joined(separator: "\"")
  }
}
