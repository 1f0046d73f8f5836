import ArgumentParser
package import Integrations

/// Parsers of times and spans of time.
extension Parse {
  /// A time as people have it: `24h` (ago), `yesterday`, `2026-11-03`, `2026-11-03 09:00`, or RFC
  /// 3339 with an offset.
  package static func time(_ text: String) throws -> GivenTime {
    switch text {
    case "now": return .now
    case "today": return .day(before: 0)
    case "yesterday": return .day(before: 1)
    default: break
    }
    if let seconds = seconds(text) { return .ago(seconds: seconds) }
    guard let written = WrittenTime(text) else {
      throw CommandError(
        .usage,
        "“\(SecretGuard.shown(text))” is not a time; write 2026-11-03, '2026-11-03 09:00', "
          + "2026-11-03T09:00:00+01:00, 24h or 7d (ago), yesterday, today or now.",
        "”\(SecretGuard.shown(text))” är inte en tid; skriv 2026-11-03, '2026-11-03 09:00', "
          + "2026-11-03T09:00:00+01:00, 24h eller 7d (sedan), yesterday, today eller now.")
    }
    return written.hasOffset ? .exact(written.time) : .wall(written.time)
  }

  /// A time to come: `90d` (from now), `2027-01-01`, `2027-01-01 09:00`, or RFC 3339 with an offset.
  package static func deadline(_ text: String) throws -> GivenTime {
    if let seconds = seconds(text) { return .ahead(seconds: seconds) }
    guard let written = WrittenTime(text) else {
      throw CommandError(
        .usage,
        "“\(SecretGuard.shown(text))” is not a time to come; write 90d (from now), 2027-01-01, "
          + "'2027-01-01 09:00' or 2027-01-01T09:00:00+01:00.",
        "”\(SecretGuard.shown(text))” är inte en kommande tid; skriv 90d (från nu), 2027-01-01, "
          + "'2027-01-01 09:00' eller 2027-01-01T09:00:00+01:00.")
    }
    return written.hasOffset ? .exact(written.time) : .wall(written.time)
  }

  /// A time of a record: date, time of day and offset, so that it means the same everywhere and
  /// always.
  package static func exactTime(_ text: String) throws -> Timestamp {
    guard let written = WrittenTime(text), written.hasOffset, written.hasTimeOfDay else {
      throw CommandError(
        .usage,
        "“\(SecretGuard.shown(text))” is not a record's time, which needs date, time of day and "
          + "offset; write it such as 2026-11-03T09:00:00Z or 2026-11-03T09:00:00+01:00.",
        "”\(SecretGuard.shown(text))” är inte en posts tid, som behöver datum, klockslag och "
          + "tidsskillnad; skriv den som 2026-11-03T09:00:00Z eller 2026-11-03T09:00:00+01:00.")
    }
    return written.time
  }

  /// A span of time: `30s`, `90m`, `24h`, `7d`, `2w`.
  package static func duration(_ text: String) throws -> Duration {
    guard let seconds = seconds(text) else {
      throw CommandError(
        .usage,
        "“\(SecretGuard.shown(text))” is not a span of time; write a number and s, m, h, d or w, such as "
          + "90m, 24h, 7d or 2w.",
        "”\(SecretGuard.shown(text))” är ingen tidsrymd; skriv ett tal och s, m, h, d eller w, som "
          + "90m, 24h, 7d eller 2w.")
    }
    return .seconds(seconds)
  }

  package static func zone(_ text: String) throws -> Zone {
    guard let zone = Zone(text) else {
      throw CommandError(
        .usage,
        "“\(SecretGuard.shown(text))” is not a time zone that this computer knows; write an IANA name "
          + "such as Europe/Stockholm, local or UTC.",
        "”\(SecretGuard.shown(text))” är ingen tidszon som denna dator känner till; skriv ett "
          + "IANA-namn som Europe/Stockholm, local eller UTC.")
    }
    return zone
  }

  private static func seconds(_ text: String) -> Int64? {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    let digits = text.dropLast()
    guard let unit = text.last.flatMap({ units[$0] }), !digits.isEmpty,
      digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int64(digits)
    else { return nil }
    let (seconds, isTooMuch) = count.multipliedReportingOverflow(by: unit)
    return isTooMuch || seconds > longest ? nil : seconds
  }

  /// A thousand years: more than any ledger has, and little enough to count back from any clock.
  private static let longest: Int64 = 1000 * 366 * 86_400
}
