import ArgumentParser
import CommandKit
import Connector
import EventLog
import Evidence
import Foundation
import Integrations
import Vault
import Visits
import Web

/// Prints a fresh access token.
struct TokenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token",
    abstract: "Print an access token that works now, for the host application.",
    discussion: """
      Example:
        authledger-connect token acme

      It is refreshed first where it would end within five minutes. One process at a time refreshes.
      """)

  @OptionGroup var integration: IntegrationArguments
  @OptionGroup var place: PlaceOptions

  func run() async throws {
    try await place.withConnector { connector in
      let token = try await connector.accessToken(of: integration.company, integration.provider)
      Say.line(token.value)
    }
  }
}

/// Checks the registers again.
struct RecheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recheck", abstract: "Ask Fortnox again which registers are open.",
    discussion: """
      Example:
        authledger-connect recheck acme && authledger why acme
      """)

  @OptionGroup var integration: IntegrationArguments
  @OptionGroup var actor: ActorOption
  @OptionGroup var place: PlaceOptions

  func run() async throws {
    try await place.withConnector { connector in
      try await connector.recheck(
        integration.company, integration.provider, by: Author(actor.actor))
      let state = try connector.state(of: integration.company, integration.provider)
      Say.note(
        "\(integration.company): \(state.phase(at: connector.effects.now()).rawValue); see "
          + "`authledger why \(integration.company)`.")
    }
  }
}

/// Removes a stored authorization.
struct RemoveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Revoke a company's authorization at Fortnox and erase it here.",
    discussion: """
      Example:
        authledger-connect remove acme --reason switchToServiceAccount --ticket MOM-1234
      """)

  @OptionGroup var integration: IntegrationArguments
  @Option(help: "switchToServiceAccount, requested or offboarding.")
  var reason: String
  @Option(help: "The support ticket.")
  var ticket: String?
  @OptionGroup var actor: ActorOption
  @OptionGroup var place: PlaceOptions

  func run() async throws {
    guard let reason = RemovalReason(rawValue: reason) else {
      throw CommandError(.usage, "--reason is switchToServiceAccount, requested or offboarding.")
    }
    try await place.withConnector { connector in
      let isRevoked = try await connector.remove(
        integration.company, integration.provider, reason: reason, ticket: ticket,
        by: Author(actor.actor))
      Say.note(
        isRevoked
          ? "Removed, and revoked at Fortnox."
          : "Removed here. Fortnox did not confirm the revocation, which the server tries again; the "
            + "company can remove the integration in Fortnox itself.")
    }
  }
}

/// Lists who has credentials, without showing any.
struct CredentialsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "credentials", abstract: "List the companies whose credentials the vault holds.",
    discussion: """
      Example:
        authledger-connect credentials

      No secret is shown: company, provider, whether they count yet (pending), now (current) or no \
      more (revoking), and the attempt.
      """)

  @OptionGroup var place: PlaceOptions

  func run() async throws {
    _ = try place.openLedger(for: .reading)
    let vault = try place.openVault()
    var count = 0
    var unopened = 0
    for standing in Vault.Standing.allCases {
      for (company, provider, attempt) in try vault.companies(standing) {
        do {
          // Opening them shows whether their key is here.
          _ = try vault.credentials(of: company, provider, standing, attempt: attempt)
        } catch let error as VaultError where error.isUnopenable {
          Say.note("\(company), \(provider.rawValue): \(error)")
          unopened += 1
        }
        Say.line("\(company)\t\(provider.rawValue)\t\(standing.rawValue)\t\(attempt)")
        count += 1
      }
    }
    try vault.close()
    guard count > 0 else { return Say.note("The vault holds no credentials.") }
    guard unopened == 0 else {
      throw CommandError(.io, "\(unopened) of \(count) sealed cannot be opened, as said above.")
    }
    Say.note("\(count) sealed; each opens with a key that is here.")
  }
}

/// Ends what nobody came back from.
struct SweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract:
      "End attempts nobody came back from, heal after a crash, refresh and ask what is due.",
    discussion: """
      The server does this by itself; run it from a timer where no server runs.

      Example:
        authledger-connect sweep
      """)

  @OptionGroup var place: PlaceOptions

  func run() async throws {
    try await place.withConnector { connector in
      let healed = try await connector.heal()
      let sweep = try await connector.sweep()
      let due = try await connector.refreshDue()
      try await connector.askSilent()
      Say.note(
        "\(sweep.abandoned) abandoned, \(healed + sweep.healed) healed, \(due.refreshed) refreshed, "
          + "\(due.failed) not refreshed.")
    }
  }
}

/// Seals everything under a new key.
struct RotateKeyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate-key", abstract: "Seal every credential under a new key.",
    discussion: """
      Examples:
        authledger-connect rotate-key            a new key in front, everything sealed with it
        authledger-connect rotate-key --retire   and the old ones thrown away

      A server that runs sees the new key by itself and goes on.

      Where the key comes from AUTHLEDGER_VAULT_KEY: put the old key into keys/vault-key (a line, \
      mode 0600), restart the server with the new one in the variable, run rotate-key with it, \
      then rotate-key --retire, which empties the file.
      """)

  @Flag(help: "Throw the older keys away, once nothing is sealed under them.")
  var retire = false
  @OptionGroup var place: PlaceOptions

  func run() async throws {
    _ = try place.openLedger(for: .reading)
    let resealing = try Vault.changeKey(
      of: place.path, environment: PlaceOptions.environment, retiring: retire)
    for sentence in Set(resealing.unopened.map(\.description)).sorted() { Say.note(sentence) }
    let count = resealing.count
    Say.note(
      retire
        ? "The older keys are gone; \(count) values were sealed anew."
        : "\(count) values sealed anew.")
  }
}
