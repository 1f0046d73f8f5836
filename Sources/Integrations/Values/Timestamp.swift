/// A moment in UTC, to the millisecond, as every record writes it.
///
/// The text form is RFC 3339 with exactly three decimals and `Z`, years 0001 to 9999. There is no
/// leap second: Unix time has none.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  public let milliseconds: Int64

  /// A moment so many milliseconds after 1970-01-01T00:00:00Z.
  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// True if this time is before the other.
  public static func < (left: Self, right: Self) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// The moment so many seconds later (earlier when negative).
  public func adding(seconds: Int64) -> Self {
    Self(milliseconds: milliseconds + seconds * 1000)
  }

  /// Reads the canonical form only: `2026-11-03T09:00:00.000Z`, 24 bytes of ASCII.
  ///
  /// Returns nil for anything else, also for dates that do not exist (2026-02-30).
  public init?(canonical bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 24, let date = Digits(bytes, at: 0, like: "0000-00-"),
      let dayAndTime = Digits(bytes, at: 8, like: "00T00:00"),
      let rest = Digits(bytes, at: 16, like: ":00.000Z")
    else { return nil }
    let (year, month, day) = (date.two(0) * 100 + date.two(2), date.two(5), dayAndTime.two(0))
    let (hour, minute, second) = (dayAndTime.two(3), dayAndTime.two(6), rest.two(1))
    let millisecond = rest.two(4) * 10 + rest.one(6)
    guard year >= 1, (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year),
      hour < 24, minute < 60, second < 60
    else { return nil }
    let days = Self.daysSinceEpoch(year: year, month: month, day: day)
    milliseconds = (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000 + millisecond
  }

  /// Reads the canonical form from text.
  public init?(_ text: String) {
    var text = text
    let parsed = text.withUTF8 { Timestamp(canonical: UnsafeRawBufferPointer($0)) }
    guard let parsed else { return nil }
    self = parsed
  }

  private static func days(in month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  // Days are counted in years that begin in March, so that the leap day comes last.
  private static func daysSinceEpoch(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted % 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}

extension Timestamp: CustomStringConvertible {
  /// The canonical form, `2026-11-03T09:00:00.000Z`.
  public var description: String {
    let millisecond = milliseconds - (milliseconds.flooredQuotient(1000) * 1000)
    let seconds = milliseconds.flooredQuotient(1000)
    let day = seconds.flooredQuotient(86_400)
    let secondOfDay = seconds - day * 86_400
    let shifted = day + 719_468
    let era = shifted.flooredQuotient(146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return String(unsafeUninitializedCapacity: 24) { buffer in
      func write(_ number: Int64, at start: Int, digits: Int) {
        var rest = number
        for index in stride(from: start + digits - 1, through: start, by: -1) {
          buffer[index] = UInt8(0x30 + rest % 10)
          rest /= 10
        }
      }
      write(year, at: 0, digits: 4)
      buffer[4] = UInt8(ascii: "-")
      write(month, at: 5, digits: 2)
      buffer[7] = UInt8(ascii: "-")
      write(dayOfMonth, at: 8, digits: 2)
      buffer[10] = UInt8(ascii: "T")
      write(secondOfDay / 3600, at: 11, digits: 2)
      buffer[13] = UInt8(ascii: ":")
      write(secondOfDay / 60 % 60, at: 14, digits: 2)
      buffer[16] = UInt8(ascii: ":")
      write(secondOfDay % 60, at: 17, digits: 2)
      buffer[19] = UInt8(ascii: ".")
      write(millisecond, at: 20, digits: 3)
      buffer[23] = UInt8(ascii: "Z")
      return 24
    }
  }
}

extension Int64 {
  fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
