import ArgumentParser
import CommandKit
import EventLog
import Evidence
import Integrations
import Vault
import Visits

/// Makes, lists and revokes service keys.
struct KeysCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "The keys that programs present to the server.",
    discussion: """
      Examples:
        authledger-connect keys create --name moment-prod --scopes status:read,tokens:read
        authledger-connect keys list
        authledger-connect keys revoke 0197c0de-0000-7000-8000-000000000001

      Any number of keys work side by side, each with its own scopes. To replace one, make a second \
      one, give it to the program, see in the list that the first is not used any more, and revoke \
      that.

      Scopes:
        records:read      records, their feed and publications
        status:read       status of integrations, explanations, company logs
        tokens:read       access tokens
        evidence:read     checkpoints, proofs, evidence packages
        metrics:read      metrics
        sessions:create   links that let people in
      """,
    subcommands: [KeysCreateCommand.self, KeysListCommand.self, KeysRevokeCommand.self])
}

extension PlaceOptions {
  /// Opens ledger and vault, runs `body`, publishes what it recorded, and closes both.
  func withVault<Result>(
    for purpose: Ledger.Purpose, _ body: (Ledger, Vault) throws -> Result
  ) throws -> Result {
    let ledger = try openLedger(for: purpose)
    let vault = try openVault()
    let result = try body(ledger, vault)
    if purpose == .writing { try ledger.publish() }
    try vault.close()
    try ledger.close()
    return result
  }
}
