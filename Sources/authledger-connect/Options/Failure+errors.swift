import CommandKit
import Connector
import Encoding
import EventLog
import Evidence
import Integrations
import Vault

extension Failure {
  /// The exit code of an error; bad data, unless the error's kind says something else.
  init(_ error: any ErrorWithText) {
    self =
      switch error {
      case let error as CommandError: error.failure
      case let error as LedgerError: Failure(error)
      case let error as FollowError: Failure(error)
      case let error as VaultError: Failure(error)
      case let error as ConnectorError: Failure(error)
      default: .data
      }
  }

  /// The exit code of an error of the ledger.
  private init(_ error: LedgerError) {
    self =
      switch error {
      case .missing: .missing
      case .exists: .exists
      case .io: .io
      case .busy, .conflict, .integrationMoved: .busy
      default: .data
      }
  }

  /// The exit code of what ends a follower.
  private init(_ error: FollowError) {
    self =
      switch error {
      case .noKey, .notARootKey: .usage
      default: error.isFinding ? .negative : .data
      }
  }

  /// The exit code of an error of the vault.
  private init(_ error: VaultError) {
    self = if case .busy = error { .busy } else { .io }
  }

  /// The exit code of an error of the connector.
  private init(_ error: ConnectorError) {
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
      throw CommandError(
        .io, "\(error.path) cannot be used: \(error.what).",
        "\(error.path) kan inte användas: \(error.swedish).")
    }
  }
}
