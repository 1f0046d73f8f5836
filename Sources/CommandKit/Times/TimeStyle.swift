package import Integrations

/// How times are shown to people: in which zone, and whether with their ages.
package struct TimeStyle: Hashable, Sendable {
  /// The zone.
  package var zone: Zone
  /// True if ages such as `3 d ago` stand beside times.
  package var hasAges: Bool

  package init(zone: Zone = .utc, hasAges: Bool = false) {
    self.zone = zone
    self.hasAges = hasAges
  }

  /// A time in a table, whose heading says the zone: `2026-11-03 09:00:04`.
  package func inTable(_ time: Timestamp) -> String {
    let text = zone.wallTime(at: time).description
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))"
  }

  /// The heading of a column of times: `TIME (UTC)`.
  package func heading(_ title: Text) -> Text {
    Text("\(title.english) (\(zone.name))", "\(title.swedish) (\(zone.name))")
  }

  /// A time that stands alone: `2026-11-03 09:00:04 UTC`, or with the offset of a zone that was
  /// asked for: `2026-11-03 10:00:04 +01:00`.
  package func alone(_ time: Timestamp) -> String {
    zone == .utc ? inTable(time) + " UTC" : "\(inTable(time)) \(offset(at: time))"
  }

  /// A time that stands alone, and its age where ages are shown: `2026-11-03 09:00:04 UTC, 3 d ago`.
  ///
  /// - Parameter now: The moment that the age is counted from, which is not the clock's where the
  ///   question is about another one.
  package func alone(_ time: Timestamp, asOf now: Timestamp, _ language: Language) -> String {
    alone(time) + (hasAges ? ", " + Self.age(of: time, asOf: now)(language) : "")
  }

  /// How long ago a time was, or how long until it comes: `3 d ago`, `in 2 days`.
  package static func age(of time: Timestamp, asOf now: Timestamp) -> Text {
    let seconds = (now.milliseconds - time.milliseconds) / 1000
    guard let unit = units.last(where: { abs(seconds) >= $0.from }) else {
      return Text("now", "nu")
    }
    let count = abs(seconds) / unit.seconds
    if seconds > 0 {
      return Text("\(count) \(unit.short) ago", "för \(count) \(unit.swedishShort) sedan")
    }
    let long = count == 1 ? unit.one : unit.many
    return Text("in \(count) \(long.english)", "om \(count) \(long.swedish)")
  }

  /// `+01:00`.
  private func offset(at time: Timestamp) -> String {
    let minutes = zone.offset(at: time) / 60
    let parts = [abs(minutes) / 60, abs(minutes) % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return (minutes < 0 ? "-" : "+") + parts.joined(separator: ":")
  }

  /// A unit of an age, used from twice its length on, so that an age is never half wrong.
  private struct Unit {
    var seconds: Int64
    /// The same in both languages, but for years.
    var short: String
    var swedishShort: String
    var one: Text
    var many: Text

    var from: Int64 { seconds == 1 ? 1 : 2 * seconds }
  }

  private static let units = [
    Unit(
      seconds: 1, short: "s", swedishShort: "s", one: Text("second", "sekund"),
      many: Text("seconds", "sekunder")),
    Unit(
      seconds: 60, short: "min", swedishShort: "min", one: Text("minute", "minut"),
      many: Text("minutes", "minuter")),
    Unit(
      seconds: 3600, short: "h", swedishShort: "h", one: Text("hour", "timme"),
      many: Text("hours", "timmar")),
    Unit(
      seconds: 86_400, short: "d", swedishShort: "d", one: Text("day", "dag"),
      many: Text("days", "dagar")),
    Unit(
      seconds: 365 * 86_400, short: "y", swedishShort: "år", one: Text("year", "år"),
      many: Text("years", "år")),
  ]
}
