package import EventLog
import Evidence
import Integrations

extension Ledger {
  /// The origin of the ledgers that tests sign and prove.
  package static let exampleOrigin = "ledger.example.com"

  /// Makes an empty ledger of this origin.
  package static func signed(_ directory: String, effects: Effects = .live) throws -> Ledger {
    try create(directory, properties: [.origin: exampleOrigin], effects: effects)
  }

  /// Saves settings of two companies that no other round saves, and publishes them.
  package func publishRound(_ round: Int) throws {
    for company in [Company.acme, .beta] { try append([.settings(round)], to: company) }
    try publish()
  }
}
