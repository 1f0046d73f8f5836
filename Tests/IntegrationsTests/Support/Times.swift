import Integrations

/// Every story starts at 2026-11-03T09:00Z; times in it are told as so long after that.
private let start = Timestamp(milliseconds: 1_793_696_400_000)

func minute(_ count: Int64) -> Timestamp { start.adding(seconds: 60 * count) }
func hour(_ count: Int64) -> Timestamp { minute(60 * count) }
func day(_ count: Int64) -> Timestamp { hour(24 * count) }

extension Timestamp {
  /// The last moment before this one, to stand on either side of a border.
  var justBefore: Timestamp { Timestamp(milliseconds: milliseconds - 1) }
}
