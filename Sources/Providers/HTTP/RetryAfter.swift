import Foundation

/// The header `Retry-After`, in either of its forms (RFC 9110 section 10.2.3).
enum RetryAfter {
  /// How long to wait, in seconds; nil if that cannot be read.
  ///
  /// - Parameter now: The time that a date is compared with.
  static func seconds(_ text: String, now: Date = Date()) -> Int? {
    let text = text.trimmingCharacters(in: .whitespaces)
    if let seconds = Int(text) { return max(0, seconds) }
    guard let date = date(text) else { return nil }
    return Int(max(0, date.timeIntervalSince(now)).rounded(.up))
  }

  /// A date in one of HTTP's three forms (RFC 9110 section 5.6.7).
  private static func date(_ text: String) -> Date? {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(secondsFromGMT: 0)
    for form in [
      "EEE, dd MMM yyyy HH:mm:ss zzz", "EEEE, dd-MMM-yy HH:mm:ss zzz", "EEE MMM d HH:mm:ss yyyy",
    ] {
      formatter.dateFormat = form
      if let date = formatter.date(from: text) { return date }
    }
    return nil
  }
}
