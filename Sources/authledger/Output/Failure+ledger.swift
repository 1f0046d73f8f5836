import CommandKit
import Ledger

extension Failure {
  /// The exit code of what goes wrong with a ledger.
  init(_ error: LedgerError) {
    self =
      switch error {
      case .missing, .unknownCompany: .missing
      case .exists: .exists
      case .io: .io
      case .busy, .conflict, .integrationMoved: .busy
      default: .data
      }
  }
}
