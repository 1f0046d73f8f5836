import CommandKit
import Integrations
import Testing

/// Times and spans of time as people write them.
@Suite struct GivenTimeTests {
  private static let now = moment("2026-11-26T18:30:15.250Z")

  private static func moment(_ text: String) -> Timestamp {
    guard let time = Timestamp(text) else { preconditionFailure("\(text) is not a timestamp") }
    return time
  }

  private func read(_ text: String, in zone: String = "UTC") throws -> String {
    let zone = try #require(Zone(zone))
    return try Parse.time(text).moment(at: Self.now, in: zone).description
  }

  @Test(
    "a time may be relative, a day, a time of day or RFC 3339",
    arguments: [
      ("now", "2026-11-26T18:30:15.250Z"),
      ("24h", "2026-11-25T18:30:15.250Z"),
      ("7d", "2026-11-19T18:30:15.250Z"),
      ("90m", "2026-11-26T17:00:15.250Z"),
      ("2w", "2026-11-12T18:30:15.250Z"),
      ("30s", "2026-11-26T18:29:45.250Z"),
      ("0s", "2026-11-26T18:30:15.250Z"),
      ("today", "2026-11-26T00:00:00.000Z"),
      ("yesterday", "2026-11-25T00:00:00.000Z"),
      ("2026-11-03", "2026-11-03T00:00:00.000Z"),
      ("2026-11-03 09:00", "2026-11-03T09:00:00.000Z"),
      ("2026-11-03T09:00:04", "2026-11-03T09:00:04.000Z"),
      ("2026-11-03T09:00Z", "2026-11-03T09:00:00.000Z"),
      ("2026-11-03T09:00:00.5Z", "2026-11-03T09:00:00.500Z"),
      ("2026-11-03t09:00:00.123456789z", "2026-11-03T09:00:00.123Z"),
      ("2026-11-03T09:00:00+01:00", "2026-11-03T08:00:00.000Z"),
      ("2026-11-03 00:30-03:30", "2026-11-03T04:00:00.000Z"),
      ("0001-01-01", "0001-01-01T00:00:00.000Z"),
      ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
    ])
  func forms(text: String, expected: String) throws {
    #expect(try read(text) == expected)
  }

  @Test(
    "what has no offset is in the zone, and what has one is not",
    arguments: [
      ("2026-11-03", "2026-11-02T23:00:00.000Z"),
      ("2026-07-03 09:00", "2026-07-03T07:00:00.000Z"),
      ("today", "2026-11-25T23:00:00.000Z"),
      ("yesterday", "2026-11-24T23:00:00.000Z"),
      ("24h", "2026-11-25T18:30:15.250Z"),
      ("2026-11-03T09:00:00Z", "2026-11-03T09:00:00.000Z"),
      ("2026-11-03T09:00:00-05:00", "2026-11-03T14:00:00.000Z"),
    ])
  func zoned(text: String, expected: String) throws {
    #expect(try read(text, in: "Europe/Stockholm") == expected)
  }

  @Test("today is the zone's own day, also where it is another one than in UTC")
  func otherDay() throws {
    #expect(try read("today", in: "Asia/Tokyo") == "2026-11-26T15:00:00.000Z")
    #expect(try read("yesterday", in: "Asia/Tokyo") == "2026-11-25T15:00:00.000Z")
  }

  @Test(
    "a time that comes twice is the first, and one that never comes is the moment of the change",
    arguments: [
      ("2026-10-25 02:30", "Europe/Stockholm", "2026-10-25T00:30:00.000Z"),
      ("2026-10-25 03:00", "Europe/Stockholm", "2026-10-25T02:00:00.000Z"),
      ("2026-03-29 01:59", "Europe/Stockholm", "2026-03-29T00:59:00.000Z"),
      ("2026-03-29 02:00", "Europe/Stockholm", "2026-03-29T01:00:00.000Z"),
      ("2026-03-29 02:30", "Europe/Stockholm", "2026-03-29T01:00:00.000Z"),
      ("2026-03-29 03:00", "Europe/Stockholm", "2026-03-29T01:00:00.000Z"),
      ("2026-11-01 01:30", "America/New_York", "2026-11-01T05:30:00.000Z"),
      // Half an hour only.
      ("2026-10-04 02:15", "Australia/Lord_Howe", "2026-10-03T15:30:00.000Z"),
      // A day that was left out.
      ("2011-12-30 12:00", "Pacific/Apia", "2011-12-30T10:00:00.000Z"),
      // A day that began an hour late.
      ("2026-04-24", "Africa/Cairo", "2026-04-23T22:00:00.000Z"),
    ])
  func changes(text: String, zone: String, expected: String) throws {
    #expect(try read(text, in: zone) == expected)
  }

  @Test("yesterday is a day and not 24 hours where clocks were changed")
  func shortDay() throws {
    let zone = try #require(Zone("Europe/Stockholm"))
    let noon = Self.moment("2026-03-30T10:00:00.000Z")
    #expect(
      try Parse.time("yesterday").moment(at: noon, in: zone)
        == Self.moment("2026-03-28T23:00:00.000Z"))
    #expect(
      try Parse.time("today").moment(at: noon, in: zone) == Self.moment("2026-03-29T22:00:00.000Z"))
  }

  @Test("a time outside of the years that records have is the nearest one in them")
  func edges() throws {
    #expect(try read("0001-01-01", in: "Europe/Stockholm") == "0001-01-01T00:00:00.000Z")
    #expect(try read("9999-12-31 23:00", in: "America/New_York") == "9999-12-31T23:59:59.999Z")
    let early = Self.moment("0001-01-02T00:00:00.000Z")
    #expect(
      try Parse.time("2w").moment(at: early, in: .utc) == Self.moment("0001-01-01T00:00:00.000Z"))
  }

  private static let wrong = [
    "", " ", "tomorrow", "7", "d", "-7d", "7x", "7 d", "１d", "99999999999w", "9999999999999999999d",
    "2026", "2026-11", "2026-13-01", "2026-02-30", "2026-11-03T", "2026-11-03T9:00",
    "2026-11-03T24:00", "2026-11-03T09", "2026-11-03T09:00:60Z", "2026-11-03T09:00:00.Z",
    "2026-11-03T09:00:00.1234567890Z", "2026-11-03T09:00+1", "2026-11-03T09:00+0100",
    "2026-11-03T09:00+24:00", "2026-11-03T09:00ZZ", "2026-11-03+01:00", "2026-11-03  09:00",
    "2026-11-03T09:00:00 +01:00", "0000-01-01", "0001-01-01T00:00+01:00", "2026-11-03T09:00:00Z\n",
    "2026-11-03T0９:00Z",
  ]

  @Test("anything else is refused with what is possible", arguments: wrong)
  func refused(text: String) {
    let error = #expect(throws: CommandError.self) { _ = try Parse.time(text) }
    let sentence = error?.description ?? ""
    for form in ["'2026-11-03 09:00'", "+01:00", "24h", "yesterday"] {
      #expect(sentence.contains(form), "\(sentence)")
    }
  }

  @Test("a record's time has date, time of day and offset, since it is a fact")
  func exact() throws {
    let time = Self.moment("2026-11-03T08:00:00.000Z")
    for text in ["2026-11-03T08:00Z", "2026-11-03 09:00+01:00", "2026-11-03T08:00:00.000Z"] {
      #expect(try Parse.exactTime(text) == time)
    }
    for text in Self.wrong + [
      "24h", "now", "today", "2026-11-03", "2026-11-03Z", "2026-11-03T09:00",
    ] {
      let error = #expect(throws: CommandError.self) { _ = try Parse.exactTime(text) }
      #expect(error?.description.contains("2026-11-03T09:00:00+01:00") == true)
    }
  }

  @Test("a span of time is a number and a unit")
  func spans() throws {
    #expect(try Parse.duration("7d") == .seconds(604_800))
    #expect(try Parse.duration("24h") == .seconds(86_400))
    #expect(try Parse.duration("90m") == .seconds(5400))
    #expect(try Parse.duration("2w") == .seconds(1_209_600))
    for text in ["", "7", "week", "1.5h", "-1d", "1y", "now", "99999999999w"] {
      let error = #expect(throws: CommandError.self) { _ = try Parse.duration(text) }
      #expect(error?.description.contains("7d") == true)
    }
  }

  @Test("a zone is an IANA name, local or UTC")
  func zones() throws {
    #expect(try Parse.zone("UTC") == .utc)
    #expect(try Parse.zone("Etc/UTC") == .utc)
    #expect(try Parse.zone("Europe/Stockholm").name == "Europe/Stockholm")
    #expect(throws: Never.self) { try Parse.zone("local") }
    for text in ["", "Stockholm", "Europe/Nowhere", "CEST+1x", "../etc/passwd"] {
      let error = #expect(throws: CommandError.self, "\(text)") { _ = try Parse.zone(text) }
      #expect(error?.description.contains("Europe/Stockholm") == true)
    }
  }
}
