import ArgumentParser
import CommandKit
import EventLog
import Foundation
import Integrations
import Vault
import Visits

/// Seals every credential under a new key.
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
    for sentence in Set(resealing.unopened.map { $0.text(place.language) }).sorted() {
      Console.message(sentence)
    }
    let count = resealing.count.counted("value")
    let swedish = resealing.count.counted("värde", "värden")
    place.message(
      (retire ? "The older keys are gone; " : "") + "\(count) sealed anew.",
      (retire ? "De äldre nycklarna är borta; " : "") + "\(swedish) förseglade på nytt.")
  }
}
