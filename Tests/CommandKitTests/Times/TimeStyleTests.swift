import CommandKit
import Integrations
import Testing

/// Times as they are shown.
@Suite struct TimeStyleTests {
  private func moment(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

  @Test("a time is in UTC and says so, or in the zone asked for and says that")
  func zones() throws {
    let time = try moment("2026-07-03T22:30:04.500Z")
    #expect(TimeStyle().inTable(time) == "2026-07-03 22:30:04")
    #expect(TimeStyle().heading(Text("TIME", "TID")).english == "TIME (UTC)")
    #expect(TimeStyle().alone(time) == "2026-07-03 22:30:04 UTC")
    let stockholm = TimeStyle(zone: try #require(Zone("Europe/Stockholm")))
    #expect(stockholm.inTable(time) == "2026-07-04 00:30:04")
    #expect(stockholm.heading(Text("TIME", "TID")).swedish == "TID (Europe/Stockholm)")
    #expect(stockholm.alone(time) == "2026-07-04 00:30:04 +02:00")
    let newfoundland = TimeStyle(zone: try #require(Zone("America/St_Johns")))
    #expect(newfoundland.alone(time) == "2026-07-03 20:00:04 -02:30")
  }

  @Test("an hour that comes twice is told apart by its offset")
  func overlap() throws {
    let style = TimeStyle(zone: try #require(Zone("Europe/Stockholm")))
    #expect(style.alone(try moment("2026-10-25T00:30:00.000Z")) == "2026-10-25 02:30:00 +02:00")
    #expect(style.alone(try moment("2026-10-25T01:30:00.000Z")) == "2026-10-25 02:30:00 +01:00")
  }

  @Test("ages stand beside times where they are asked for")
  func beside() throws {
    let now = try moment("2026-11-06T09:00:00.000Z")
    let time = try moment("2026-11-03T09:00:00.000Z")
    #expect(TimeStyle().alone(time, asOf: now, .english) == "2026-11-03 09:00:00 UTC")
    let style = TimeStyle(hasAges: true)
    #expect(style.alone(time, asOf: now, .english) == "2026-11-03 09:00:00 UTC, 3 d ago")
    #expect(style.alone(time, asOf: now, .swedish) == "2026-11-03 09:00:00 UTC, för 3 d sedan")
  }

  private static let told: [(Int64, String, String)] = [
    (0, "now", "nu"), (1, "1 s ago", "för 1 s sedan"), (119, "119 s ago", "för 119 s sedan"),
    (120, "2 min ago", "för 2 min sedan"), (7199, "119 min ago", "för 119 min sedan"),
    (7200, "2 h ago", "för 2 h sedan"), (172_799, "47 h ago", "för 47 h sedan"),
    (172_800, "2 d ago", "för 2 d sedan"), (63_072_000, "2 y ago", "för 2 år sedan"),
    (-1, "in 1 second", "om 1 sekund"), (-90, "in 90 seconds", "om 90 sekunder"),
    (-180, "in 3 minutes", "om 3 minuter"), (-86_400, "in 24 hours", "om 24 timmar"),
    (-172_800, "in 2 days", "om 2 dagar"), (-94_608_000, "in 3 years", "om 3 år"),
  ]

  @Test("an age is told in the unit that it has at least two of", arguments: told)
  func ages(seconds: Int64, english: String, swedish: String) throws {
    let now = try moment("2026-11-06T09:00:00.000Z")
    let age = TimeStyle.age(of: now.adding(seconds: -seconds), asOf: now)
    #expect(age(.english) == english)
    #expect(age(.swedish) == swedish)
  }
}
