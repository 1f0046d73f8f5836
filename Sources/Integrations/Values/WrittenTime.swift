/// A date that was written, with or without a time of day and an offset.
package struct WrittenTime {
  /// In UTC if there was an offset, else as it was written.
  package let time: Timestamp
  /// True if the text says how far its clock is from UTC.
  package let hasOffset: Bool
  /// True if there was more than a date.
  package let hasTimeOfDay: Bool

  /// Reads a date alone, or with a time of day as RFC 3339 section 5.6 writes it; nil for anything
  /// else, or a year that no record can have.
  package init?(_ text: String) {
    guard text.utf8.count <= 40, text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    var rest = Substring(text)
    let date = rest.prefix(10)
    rest = rest.dropFirst(10)
    var clock = "00:00:00.000"
    var hasTimeOfDay = false
    if let separator = rest.first, "Tt ".contains(separator) {
      rest.removeFirst()
      guard let read = Self.clock(&rest) else { return nil }
      clock = read
      hasTimeOfDay = true
    }
    let offset: Int64?
    switch rest.first {
    case nil: offset = nil
    case "Z", "z":
      guard rest.count == 1 else { return nil }
      offset = 0
    default:
      guard hasTimeOfDay, let read = Self.offset(rest) else { return nil }
      offset = read
    }
    guard let written = Timestamp("\(date)T\(clock)Z") else { return nil }
    time = written.adding(seconds: -(offset ?? 0))
    hasOffset = offset != nil
    self.hasTimeOfDay = hasTimeOfDay
    guard Timestamp.recordable.contains(time) else { return nil }
  }

  /// Takes the time of day, `09:00` to `09:00:00.123456789`, and gives it with three decimals.
  private static func clock(_ rest: inout Substring) -> String? {
    var clock = String(rest.prefix(5))
    rest = rest.dropFirst(5)
    guard rest.first == ":" else { return clock + ":00.000" }
    clock += rest.prefix(3)
    rest = rest.dropFirst(3)
    guard rest.first == "." else { return clock + ".000" }
    let decimals = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
    guard (1...9).contains(decimals.count) else { return nil }
    rest = rest.dropFirst(1 + decimals.count)
    return clock + "." + (decimals + "00").prefix(3)
  }

  /// The seconds of `+01:00`.
  private static func offset(_ text: Substring) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count == 6, bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
      bytes[3] == UInt8(ascii: ":")
    else { return nil }
    let digits = [1, 2, 4, 5].map { Int64(bytes[$0]) - 0x30 }
    guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
    let (hours, minutes) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
    guard hours < 24, minutes < 60 else { return nil }
    return (bytes[0] == UInt8(ascii: "-") ? -1 : 1) * (hours * 3600 + minutes * 60)
  }
}

extension Timestamp {
  /// The moments that a record can have: the years 0001 to 9999.
  package static let recordable =
    Timestamp(milliseconds: -62_135_596_800_000)...Timestamp(milliseconds: 253_402_300_799_999)
}
