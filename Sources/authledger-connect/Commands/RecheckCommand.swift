import ArgumentParser
import CommandKit
import Connector
import EventLog
import Integrations

/// Checks the registers again.
struct RecheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recheck", abstract: "Ask the provider again which registers are open.",
    discussion: """
      Example:
        authledger-connect recheck acme && authledger why acme
      """)

  @OptionGroup var integration: IntegrationArguments
  @OptionGroup var actor: ActorOption
  @OptionGroup var place: PlaceOptions

  func run() async throws {
    try await place.withConnector { connector in
      let provider = try integration.provider(connector.ledger)
      try await connector.recheck(integration.company, provider, by: Author(actor.actor))
      let state = try connector.state(of: integration.company, provider)
      let phase = state.phase(at: connector.effects.now()).rawValue
      place.message(
        "\(integration.company): \(phase); see `authledger why \(integration.company)`.",
        "\(integration.company): \(phase); se `authledger why \(integration.company)`.")
    }
  }
}
