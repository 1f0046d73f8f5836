import CommandKit
import Connector
import Encoding
import EventLog
import Vault

extension Failure {
  /// The exit code of an error of the ledger.
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

  /// The exit code of an error of the vault.
  init(_ error: VaultError) {
    self = if case .busy = error { .busy } else { .io }
  }

  /// The exit code of an error of the connector.
  init(_ error: ConnectorError) {
    self =
      switch error {
      case .notOffered: .usage
      case .busy: .busy
      case .noCompanyCode, .notACompanyCode: .data
      case .noGrant, .noCredentials, .grantDead: .negative
      case .notRefreshed: .unavailable
      }
  }
}

extension CommandError {
  /// Runs file operations; an error of the file system ends the command.
  static func ofFiles<Result>(
    _ body: @autoclosure () throws(FileError) -> Result
  ) throws(CommandError) -> Result {
    do {
      return try body()
    } catch {
      throw CommandError(.io, "\(error.path) cannot be used: \(error.what).")
    }
  }
}
