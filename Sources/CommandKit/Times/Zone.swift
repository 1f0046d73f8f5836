import Foundation
package import Integrations

/// The time zone in which dates without an offset are read and times are shown.
package struct Zone: Hashable, Sendable {
  /// What it is called, such as `UTC` or `Europe/Stockholm`.
  package let name: String
  /// What the system calls it; nil for UTC, which needs no rules: reading them would slow down short
  /// commands.
  private let rules: ZoneRules?

  package static let utc = Zone(name: "UTC", rules: nil)

  private init(name: String, rules: ZoneRules?) {
    self.name = name
    self.rules = rules
  }

  /// A zone by its IANA name, `local` for the computer's, or `UTC`; nil if there is no such zone.
  package init?(_ name: String) {
    guard name != "local" else {
      self = .local
      return
    }
    guard name.uppercased() != "UTC", name != "Etc/UTC" else {
      self = .utc
      return
    }
    guard let rules = ZoneRules(name) else { return nil }
    self.init(name: name, rules: rules)
  }

  /// The computer's zone, of `TZ` or `/etc/localtime`.
  private static let local: Zone = {
    let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/etc/localtime")
    let parts = place?.components(separatedBy: "/zoneinfo/") ?? []
    let name = Environment["TZ"] ?? (parts.count == 2 ? parts[1] : "local")
    return ["UTC", "Etc/UTC"].contains(name) ? .utc : Zone(name: name, rules: .local)
  }()

  /// How many seconds its clocks are ahead of UTC at a moment.
  package func offset(at moment: Timestamp) -> Int64 { rules?.offset(at: moment) ?? 0 }

  /// What its clocks show at a moment, written as though it were UTC.
  package func wallTime(at moment: Timestamp) -> Timestamp {
    moment.adding(seconds: offset(at: moment))
  }

  /// The moment at which its clocks show a time.
  ///
  /// Where clocks are set back, a time comes twice, and the first is meant. Where they are set
  /// forward, a time never comes, and the moment of the change is meant.
  ///
  /// - Parameter wall: The time, written as though it were UTC.
  package func moment(showing wall: Timestamp) -> Timestamp {
    guard rules != nil else { return wall }
    // No zone is more than a day from UTC, so these two are before and after any change that matters.
    let before = offset(at: wall.adding(seconds: -Self.day))
    let after = offset(at: wall.adding(seconds: Self.day))
    let candidates = [before, after].map { wall.adding(seconds: -$0) }
    let moments = candidates.filter { wallTime(at: $0) == wall }
    return moments.min() ?? change(between: candidates[1], and: candidates[0])
  }

  /// The first moment of a day.
  ///
  /// - Parameters:
  ///   - now: A moment of some day.
  ///   - days: How many days earlier.
  package func midnight(before now: Timestamp, daysAgo days: Int64 = 0) -> Timestamp {
    let wall = wallTime(at: now).milliseconds
    let length = Self.day * 1000
    let intoDay = ((wall % length) + length) % length
    return moment(showing: Timestamp(milliseconds: wall - intoDay - days * length))
  }

  private static let day: Int64 = 86_400

  /// The moment at which the offset changes between two moments.
  private func change(between start: Timestamp, and end: Timestamp) -> Timestamp {
    let old = offset(at: start)
    var (before, after) = (start.milliseconds, end.milliseconds)
    while after - before > 1 {
      let middle = before + (after - before) / 2
      if offset(at: Timestamp(milliseconds: middle)) == old {
        before = middle
      } else {
        after = middle
      }
    }
    return Timestamp(milliseconds: after)
  }
}
