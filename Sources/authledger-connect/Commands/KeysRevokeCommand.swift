import ArgumentParser
import CommandKit
import EventLog
import Evidence
import Integrations
import Vault
import Visits

/// Ends a service key.
struct KeysRevokeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "End a key; the next request with it is refused.",
    discussion: """
      Examples:
        authledger-connect keys revoke 0197c0de-0000-7000-8000-000000000001
        authledger-connect keys revoke 0197c0de-0000-7000-8000-000000000001 --actor operator:o-1

      A server that runs notices it at once. It is recorded, and cannot be taken back. A revocation \
      that was interrupted is finished by the same command.
      """)

  @Argument(help: "The id, as `keys list` shows it.", transform: Self.id)
  var id: ServiceKeyID
  @OptionGroup var actor: ActorOption
  @OptionGroup var place: PlaceOptions

  func run() async throws {
    let revocation = try place.withVault(for: .writing) { ledger, vault in
      // First it opens nothing, and then that is recorded: after a crash between the two, a second run
      // finds what was recorded of the key and records the rest.
      let wasThere = try vault.revoke(id)
      return try ledger.recordServiceKeyRevoked(id, by: actor.actor, isKnown: wasThere)
    }
    switch revocation {
    case .recorded:
      place.message("The service key \(id) is revoked.", "Tjänstenyckeln \(id) är spärrad.")
    case .alreadyRecorded:
      place.message(
        "The service key \(id) was revoked already.", "Tjänstenyckeln \(id) var redan spärrad.")
    case .unknown:
      throw CommandError(
        .data,
        "There is no service key with the id \(id); see `authledger-connect keys list`.",
        "Det finns ingen tjänstenyckel med id \(id); se `authledger-connect keys list`.")
    }
  }

  private static func id(_ text: String) throws -> ServiceKeyID {
    guard let id = ServiceKeyID(text) else {
      throw CommandError(
        .usage,
        "“\(SecretGuard.shown(text))” is not an id; `authledger-connect keys list` lists them.",
        "”\(SecretGuard.shown(text))” är inte ett id; se dem med `authledger-connect keys list`.")
    }
    return id
  }
}
