import Ledger

/// The exit codes of errors, as sysexits.h has them.
enum Failure: Int32 {
  case usage = 64
  case data = 65
  case noLedger = 66
  case exists = 73
  case io = 74
  case busy = 75

  init(_ error: LedgerError) {
    self =
      switch error {
      case .missing, .unknownCompany: .noLedger
      case .exists: .exists
      case .io: .io
      case .busy, .conflict, .integrationMoved: .busy
      default: .data
      }
  }
}

/// An error of the command line itself: one sentence and its exit code.
struct CommandError: Error {
  var failure: Failure
  var sentence: String

  init(_ failure: Failure, _ sentence: String) {
    self.failure = failure
    self.sentence = sentence
  }
}
