import ArgumentParser
import CommandKit
import Connector

/// Ends abandoned attempts, heals, refreshes and asks what is due.
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
      place.message(
        "\(sweep.abandoned) abandoned, \(healed + sweep.healed) healed, \(due.refreshed) refreshed, "
          + "\(due.failed) not refreshed.",
        "\(sweep.abandoned) övergivna, \(healed + sweep.healed) läkta, \(due.refreshed) förnyade, "
          + "\(due.failed) ej förnyade.")
    }
  }
}
