import ArgumentParser
import CommandKit
import Connector
import Integrations

/// Removes a stored authorization.
struct RemoveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Revoke a company's authorization at the provider and erase it here.",
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
      throw CommandError(
        .usage, "--reason is switchToServiceAccount, requested or offboarding.",
        "--reason är switchToServiceAccount, requested eller offboarding.")
    }
    try await place.withConnector { connector in
      let provider = try integration.provider(connector.ledger)
      let isRevoked = try await connector.remove(
        integration.company, provider, reason: reason, ticket: ticket,
        by: Author(actor.actor))
      guard !isRevoked else {
        return place.message(
          "Removed, and revoked at \(provider.system).",
          "Borttagen, och återkallad hos \(provider.system).")
      }
      place.message(
        "Removed here. \(provider.system) did not confirm the revocation, which the server tries "
          + "again; the company can remove the integration in \(provider.system) itself.",
        "Borttagen här. \(provider.system) har inte bekräftat återkallelsen, som servern försöker med "
          + "igen; företaget kan själv ta bort integrationen i \(provider.system).")
    }
  }
}
