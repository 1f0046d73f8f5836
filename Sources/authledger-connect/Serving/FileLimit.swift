import Foundation

/// How many files and connections this process may have open (getrlimit(2)).
enum FileLimit {
  /// What the ledger, the vault, the log and the calls to the provider need beside the connections.
  private static let others = 256

  /// Raises the limit as far as it may be, and answers how many connections it then leaves.
  static func connections(atMost wanted: Int) -> Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      return wanted
    }
    let needed = rlim_t(wanted + others)
    if limit.rlim_cur < needed {
      limit.rlim_cur = min(limit.rlim_max, needed)
      _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
    return max(2, min(wanted, Int(clamping: limit.rlim_cur) - others))
  }
}
