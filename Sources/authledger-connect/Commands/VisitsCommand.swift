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

/// Lists visits and unspent links, and ends them.
struct VisitsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "visits", abstract: "List who is in and which links are unspent, or end one.",
    discussion: """
      Examples:
        authledger-connect visits
        authledger-connect visits --end 0197c0de-0000-7000-8000-000000000001

      A line each: id, link or visit, who, company, who issued the link, since when, until when. A \
      visit keeps the id of its link. That a visit was ended is recorded; a link that nobody used is \
      only taken back.
      """)

  @Option(
    help: ArgumentHelp("End the visit or take back the link with this id.", valueName: "id"),
    transform: VisitsCommand.visit)
  var end: VisitID?
  @OptionGroup var actor: ActorOption
  @OptionGroup var place: PlaceOptions

  func run() async throws {
    guard let end else { return try list() }
    try await place.withConnector { connector in
      guard let ended = try await VisitRecorder(connector).end(end, by: actor.actor) else {
        throw CommandError(
          .data,
          "There is no visit and no unspent link with the id \(end); see `authledger-connect visits`.",
          "Det finns inget besök och ingen oanvänd länk med id \(end); se "
            + "`authledger-connect visits`.")
      }
      let (actor, company) = (ended.entry.actor, ended.entry.company)
      if ended.kind == .session {
        place.message(
          "The visit of \(actor) at \(company) is ended.",
          "Besöket av \(actor) hos \(company) är avslutat.")
      } else {
        place.message(
          "The link for \(actor) at \(company) is taken back.",
          "Länken för \(actor) hos \(company) är tillbakatagen.")
      }
    }
  }

  private func list() throws {
    let ledger = try place.openLedger(for: .reading)
    let vault = try place.openVault()
    let entries = try vault.entries(at: SandboxFile.effects(place.path).now())
    for (kind, entry) in entries {
      let columns = [
        "\(entry.id)", kind == .link ? "link" : "visit", "\(entry.actor)", "\(entry.company)",
        "\(entry.issuedBy)", "\(entry.beganAt)", "\(entry.expiresAt)",
      ]
      Console.output(columns.joined(separator: "\t"))
    }
    let visits = entries.filter { $0.kind == .session }.count
    let links = entries.count - visits
    place.message(
      "\(visits.counted("visit")), \(links.counted("unspent link")).",
      "\(visits) besök, \(links.counted("oanvänd länk", "oanvända länkar")).")
    try vault.close()
    try ledger.close()
  }

  private static func visit(_ text: String) throws -> VisitID {
    guard let id = VisitID(text) else {
      throw CommandError(
        .usage,
        "“\(SecretGuard.shown(text))” is not an id; `authledger-connect visits` lists them.",
        "”\(SecretGuard.shown(text))” är inte ett id; se dem med `authledger-connect "
          + "visits`.")
    }
    return id
  }
}
