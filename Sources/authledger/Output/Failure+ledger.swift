import CommandKit
import EventLog
import Evidence

extension Failure {
  /// The exit code of what goes wrong with a ledger.
  init(_ error: LedgerError) {
    self =
      switch error {
      case .missing: .missing
      case .exists: .exists
      case .io: .io
      case .busy, .conflict, .integrationMoved: .busy
      default: .data
      }
  }

  /// The exit code of what goes wrong with a ledger's evidence.
  init(_ error: EvidenceError) {
    self = if case .unknownCompany = error { .missing } else { .data }
  }
}
