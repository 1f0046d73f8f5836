import Integrations
import Testing

@Suite struct TimestampTests {
  @Test(
    "a canonical time reads and writes back",
    arguments: [
      "1970-01-01T00:00:00.000Z", "2026-11-03T09:00:00.000Z", "2024-02-29T23:59:59.999Z",
      "0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z",
    ])
  func roundTrip(text: String) throws {
    let time = try #require(Timestamp(text))
    #expect(time.description == text)
  }

  @Test("known moments have their Unix times")
  func unixTimes() {
    #expect(Timestamp("2001-09-09T01:46:40.000Z")?.milliseconds == 1_000_000_000_000)
    #expect(Timestamp("1969-12-31T23:59:59.999Z")?.milliseconds == -1)
  }

  @Test(
    "anything else is no time",
    arguments: [
      "2026-02-30T00:00:00.000Z", "2026-02-29T00:00:00.000Z", "2026-13-01T00:00:00.000Z",
      "2026-11-03T24:00:00.000Z", "2026-11-03T09:00:60.000Z", "2026-11-03T09:00:00Z",
      "2026-11-03T09:00:00.000+01:00", "2026-11-03 09:00:00.000Z", "0000-01-01T00:00:00.000Z", "",
      "2026-11-03T09:00:00.0000Z",
    ])
  func refused(text: String) {
    #expect(Timestamp(text) == nil)
  }
}
