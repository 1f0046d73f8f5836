import ArgumentParser
import Connector
import Foundation
import Integrations
import Ledger
import Vault
import Web

/// Makes a one-time way in.
struct LinkCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "link", abstract: "Make a one-time link that lets a person in, for 30 minutes.",
    discussion: """
      Examples:
        authledger-connect link acme --role administrator --person u-17
        authledger-connect link acme --role support --person s-3

      Opening the link shows a button; pressing it spends the link. The address comes from \
      $AUTHLEDGER_PUBLIC_URL or --public-url.
      """)

  @Argument(help: "The company's id.", transform: Parse.company)
  var company: Company
  @Option(help: "administrator, support, auditor or operator.")
  var role: String
  @Option(help: "The person's opaque id, such as u-17.")
  var person: String
  @Option(help: ArgumentHelp("Where the pages are.", valueName: "url"))
  var publicURL: String?
  @OptionGroup var place: PlaceOptions

  func run() async throws {
    guard let role = Actor.Role(rawValue: role), role != .provider, role != .system else {
      throw ConnectError(64, "--role is administrator, support, auditor or operator.")
    }
    guard let actor = Actor(role, person) else {
      throw ConnectError(
        64, "--person is an opaque id of small letters, digits and dashes, never a name or address."
      )
    }
    let ledger = try Ledger.open(place.path, for: .reading)
    let vault = try place.openVault()
    let link = try EntryLink.make(
      for: actor, of: company, in: vault, at: SandboxFile.effects(place.path).now(),
      publicURL: try publicURL ?? place.publicURL(of: ledger))
    Say.line(link)
    try vault.close()
    try ledger.close()
  }
}

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
      try await connector.recheck(integration.company, integration.provider, by: actor.actor)
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
    guard let reason = CredentialsRemoved.Reason(rawValue: reason) else {
      throw ConnectError(64, "--reason is switchToServiceAccount, requested or offboarding.")
    }
    try await place.withConnector { connector in
      let isRevoked = try await connector.remove(
        integration.company, integration.provider, reason: reason, ticket: ticket, by: actor.actor)
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
    _ = try Ledger.open(place.path, for: .reading)
    let vault = try place.openVault()
    var count = 0
    for standing in Vault.Standing.allCases {
      for (company, provider, attempt) in try vault.companies(standing) {
        // Opening them shows whether their key is here.
        _ = try vault.credentials(of: company, provider, standing, attempt: attempt)
        Say.line("\(company)\t\(provider.rawValue)\t\(standing.rawValue)\t\(attempt)")
        count += 1
      }
    }
    Say.note(
      count == 0
        ? "The vault holds no credentials." : "\(count) sealed; each opens with a key that is here."
    )
    try vault.close()
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
    _ = try Ledger.open(place.path, for: .reading)
    let count = try Vault.changeKey(
      of: place.path, environment: PlaceOptions.environment, retiring: retire)
    Say.note(
      retire
        ? "The older keys are gone; \(count) values were sealed anew."
        : "\(count) values sealed anew.")
  }
}
