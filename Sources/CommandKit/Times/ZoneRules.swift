import Foundation
import Integrations
import Synchronization

/// When the clocks of a zone are changed, as the system's C library knows it.
///
/// Foundation's `TimeZone` knows no zone but UTC in a program that is linked whole, as the installed
/// ones are.
struct ZoneRules: Hashable, Sendable {
  /// The value of `TZ` that means it; nil for none.
  private let variable: String?

  /// The rules of the computer's own zone.
  static let local = ZoneRules(variable: getenv("TZ").map { String(cString: $0) })

  private init(variable: String?) { self.variable = variable }

  /// The rules of a zone by its IANA name; nil if the system has none.
  init?(_ name: String) {
    // `right/` counts leap seconds, which the times of records do not.
    let isName = name.utf8.allSatisfy {
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20 || "0123456789_+-/".utf8.contains($0)
    }
    guard isName, !name.isEmpty, !name.hasPrefix("/"), !name.hasPrefix("right/") else {
      return nil
    }
    let folder = Environment["TZDIR"] ?? "/usr/share/zoneinfo"
    // RFC 9636 section 3.1: the file of a zone begins so.
    guard let file = FileHandle(forReadingAtPath: folder + "/" + name),
      (try? file.read(upToCount: 4)) == Data("TZif".utf8)
    else { return nil }
    variable = ":" + name
  }

  /// How many seconds clocks are ahead of UTC at a moment.
  func offset(at moment: Timestamp) -> Int64 {
    let milliseconds = moment.milliseconds
    var seconds = time_t(milliseconds / 1000 - (milliseconds % 1000 < 0 ? 1 : 0))
    return Self.active.withLock { active in
      if active != self {
        if let variable { setenv("TZ", variable, 1) } else { unsetenv("TZ") }
        tzset()
        active = self
      }
      var fields = tm()
      localtime_r(&seconds, &fields)
      return Int64(fields.tm_gmtoff)
    }
  }

  /// The rules that the C library goes by, of which a process has one at a time.
  private static let active = Mutex<ZoneRules?>(nil)
}
