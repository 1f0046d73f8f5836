import ArgumentParser
import CommandKit
import Connector

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
      let token = try await connector.accessToken(
        of: integration.company, try integration.provider(connector.ledger))
      Console.output(token.value)
    }
  }
}
