import ArgumentParser
import CommandKit
import EventLog
import Integrations
import Vault

/// Lists the integrations with credentials, without showing any.
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
          Console.message("\(company), \(provider.rawValue): \(error.text(place.language))")
          unopened += 1
        }
        Console.output("\(company)\t\(provider.rawValue)\t\(standing.rawValue)\t\(attempt)")
        count += 1
      }
    }
    try vault.close()
    guard count > 0 else {
      return place.message(
        "The vault holds no credentials.", "Valvet har inga inloggningsuppgifter.")
    }
    guard unopened == 0 else {
      throw CommandError(
        .io, "\(unopened) of \(count.counted("sealed value")) cannot be opened, as said above.",
        "\(unopened) av \(count.counted("förseglat värde", "förseglade värden")) kan inte öppnas, som sagt ovan."
      )
    }
    place.message(
      "\(count) sealed; each opens with a key that is here.",
      "\(count) förseglade; var och en kan öppnas med en nyckel som finns här.")
  }
}
