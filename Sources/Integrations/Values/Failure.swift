/// What an error comes to for whoever asked, with the exit code of a command that ends with it, as in
/// sysexits.h.
public enum Failure: Int32, Sendable {
  /// What was asked for was done, and something does not work or does not agree.
  case negative = 1
  /// It was asked for in a wrong way.
  case usage = 64
  /// The data is bad, or the rules refuse it.
  case data = 65
  /// There is no such ledger, company or file.
  case missing = 66
  /// Another service gave no answer.
  case unavailable = 69
  /// The operating system refuses what the program needs.
  case system = 71
  /// Something is there already.
  case exists = 73
  /// The file system refuses.
  case io = 74
  /// Somebody else is at it; the same may succeed later.
  case busy = 75
}
