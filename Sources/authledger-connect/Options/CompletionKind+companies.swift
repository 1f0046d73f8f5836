import ArgumentParser
import CommandKit
import EventLog
import Evidence
import Integrations

extension CompletionKind {
  /// The companies of the ledger that the command line names.
  static let companies = companies { path, prefix, limit in
    try Ledger.open(path, for: .reading).companies(beginningWith: prefix, limit: limit).map(\.id)
  }
}
