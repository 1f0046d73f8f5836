import Foundation

/// Fiken's limits: one request at a time, and four a second.
///
/// Fiken writes that more than four a second "may be slowed"; here they are refused, which no client
/// can overlook.
struct FikenPace: Sendable {
  /// What speaks against a request.
  enum Breach: String {
    case requestsAtOnce, requestsTooFast

    var text: String {
      switch self {
      case .requestsAtOnce: "Only one concurrent request is allowed"
      case .requestsTooFast: "Too many requests in a second"
      }
    }
  }

  /// The number of requests under way, by who must keep to one.
  private var underway: [String: Int] = [:]
  private var recent: [String: [Date]] = [:]

  /// A little less than a second, so that nobody is refused for how long a request was on its way.
  private static let window = 0.9

  /// Begins a request, or tells what speaks against it.
  mutating func begin(_ key: String, now: Date, perSecond: Int) -> Breach? {
    guard underway[key, default: 0] == 0 else { return .requestsAtOnce }
    let times = recent[key, default: []].filter { now.timeIntervalSince($0) < Self.window }
    guard times.count < perSecond else {
      recent[key] = times
      return .requestsTooFast
    }
    recent[key] = times + [now]
    underway[key] = 1
    return nil
  }

  mutating func end(_ key: String) { underway[key] = nil }
}
