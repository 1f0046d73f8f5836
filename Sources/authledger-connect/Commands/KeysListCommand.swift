import ArgumentParser
import CommandKit
import EventLog
import Evidence
import Foundation
import Integrations
import Vault
import Visits

/// Lists the service keys, without any value.
struct KeysListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the keys that were not revoked.",
    discussion: """
      Examples:
        authledger-connect keys list
        authledger-connect keys list | awk -F '\\t' '$4 == "never" { print $3 }'

      Not to a terminal, a line each with tabs between: name, when it ends, id, the day of its last \
      use (UTC), scopes, companies, requests a minute, when and by whom it was made. A key that has \
      expired is listed until it is revoked, and opens nothing.
      """)

  @OptionGroup var times: TimeOptions
  @OptionGroup var place: PlaceOptions

  func run() async throws {
    let now = SandboxFile.effects(place.path).now()
    let keys = try place.withVault(for: .reading) { _, vault in try vault.serviceKeys() }
    if Terminal.isOutput {
      writeTable(keys, at: now)
    } else {
      for key in keys { Console.output(Self.line(key)) }
    }
    tell(keys, at: now)
  }

  private func tell(_ keys: [ServiceKey], at now: Timestamp) {
    guard !keys.isEmpty else {
      return place.message(
        "There is no service key; make one as `authledger-connect help keys create` says.",
        "Det finns ingen tjänstenyckel; skapa en som `authledger-connect help keys create` säger.")
    }
    let count = keys.count { $0.hasExpired(at: now) }
    let expired = count == 0 ? "" : ", \(count) of which \(count == 1 ? "has" : "have") expired"
    place.message(
      "\(keys.count.counted("service key"))\(expired).",
      "\(keys.count.counted("tjänstenyckel", "tjänstenycklar"))"
        + "\(count == 0 ? "" : ", varav \(count) har löpt ut").")
  }

  // MARK: For programs

  private static func line(_ key: ServiceKey) -> String {
    [
      key.name, key.expiresAt.map { "\($0)" } ?? "never", "\(key.id)", key.lastUsed ?? "never",
      key.scopesText.replacing(" ", with: ""),
      key.companiesText.map { $0.replacing(" ", with: "") } ?? "all",
      "\(key.requestsPerMinute ?? Limits.requestsPerMinute)", "\(key.createdAt)",
      "\(key.createdBy)",
    ].joined(separator: "\t")
  }

  // MARK: For people

  private func writeTable(_ keys: [ServiceKey], at now: Timestamp) {
    guard !keys.isEmpty else { return }
    let headings = [
      Text("NAME", "NAMN"), times.style(isTerminal: true).heading(Text("EXPIRES", "LÖPER UT")),
      Text("ID", "ID"), Text("LAST USED", "ANVÄND"), Text("SCOPES", "OMFÅNG"),
      Text("COMPANIES", "FÖRETAG"),
    ]
    let rows = [headings.map { $0(place.language) }] + keys.map { row($0, at: now) }
    let widths = headings.indices.map { column in rows.map { $0[column].columns }.max() ?? 0 }
    for row in rows {
      let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.columns) }
      Console.output(cells.joined(separator: "  ").trimmingCharacters(in: .whitespaces))
    }
  }

  private func row(_ key: ServiceKey, at now: Timestamp) -> [String] {
    let never = Text("never", "aldrig")(place.language)
    return [
      key.name, key.expiresAt.map { end($0, at: now) } ?? never, "\(key.id)", key.lastUsed ?? never,
      key.scopesText,
      key.companiesText ?? Text("all", "alla")(place.language),
    ]
  }

  /// When a key ends, and how long until then, or that it has ended.
  private func end(_ time: Timestamp, at now: Timestamp) -> String {
    let style = times.style(isTerminal: true)
    let note =
      time <= now
      ? Text("expired", "har löpt ut") : style.hasAges ? TimeStyle.age(of: time, asOf: now) : nil
    return style.inTable(time) + (note.map { ", \($0(place.language))" } ?? "")
  }
}
