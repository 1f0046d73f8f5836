import ArgumentParser
import CommandKit
import EventLog
import Evidence
import Foundation
import Integrations
import Vault
import Visits

/// Makes a service key and prints its value, once.
struct KeysCreateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Make a key, and print it once.",
    discussion: """
      Examples:
        authledger-connect keys create --name moment-prod --scopes status:read,tokens:read
        authledger-connect keys create --name siem --scopes records:read --expires 90d
        authledger-connect keys create --name pilot --scopes status:read --companies acme,beta
        KEY=$(authledger-connect keys create --name cron --scopes metrics:read)

      The key alone is written to standard output. It is stored nowhere, so keep it where the program \
      finds its secrets; a lost one is revoked and replaced. That it was made is recorded, before it \
      can be used: id, name, scopes, companies and expiry, never the key.
      """)

  @Option(help: "What you call it; neither a person's name nor a secret.", transform: Self.name)
  var name: String
  @Option(
    help: ArgumentHelp(
      "What it may do, with commas between them: \(Self.known.joined(separator: ", ")).",
      valueName: "scopes"),
    completion: .list(Self.known), transform: Self.scopes)
  var scopes: Set<Scope>
  @Option(
    help: ArgumentHelp(
      "The only companies that it is for, with commas between them (default: all).",
      valueName: "companies"),
    completion: .companies, transform: Self.companies)
  var companies: Set<Company>?
  @Option(
    help: ArgumentHelp(
      "When it ends: 90d (from now), 2027-01-01, or with a time of day (default: never).",
      valueName: "time"),
    transform: Parse.deadline)
  var expires: GivenTime?
  @Option(
    help: ArgumentHelp(
      "How many requests it may make in a minute (default: \(Limits.requestsPerMinute)).",
      valueName: "n"),
    transform: Self.count)
  var requestsPerMinute: Int?
  @OptionGroup var maker: ActorOption
  @OptionGroup var times: TimeOptions
  @OptionGroup var place: PlaceOptions

  func run() async throws {
    let effects = SandboxFile.effects(place.path)
    let now = effects.now()
    let end = expires.map { times.moment($0, at: now) }
    if let end, end <= now {
      throw CommandError(
        .usage,
        "--expires is \(times.style(isTerminal: false).alone(end)), which is over; give a time to "
          + "come, such as 90d.",
        "--expires är \(times.style(isTerminal: false).alone(end)), som har passerat; ange en "
          + "kommande tid, som 90d.")
    }
    let key = ServiceKey(
      id: effects.id(), name: name, scopes: scopes, companies: companies, createdAt: now,
      createdBy: maker.actor, expiresAt: end, requestsPerMinute: requestsPerMinute)
    try place.withVault(for: .writing) { ledger, vault in
      Console.output(try Self.make(key, ledger, vault))
      try tell(key, ledger)
    }
  }

  /// Records that a key was made, and then makes it: after a crash between the two there is a record,
  /// and no key.
  private static func make(_ key: ServiceKey, _ ledger: Ledger, _ vault: Vault) throws -> String {
    try ledger.recordServiceKeyCreated(
      ServiceKeyGrant(
        id: key.id, name: key.name, scopes: key.scopes.map(\.rawValue),
        companies: key.companies.map(Array.init), expiresAt: key.expiresAt),
      by: key.createdBy)
    do {
      return try vault.makeServiceKey(key)
    } catch {
      // The records are not to name a key as usable that there never was.
      _ = try? ledger.recordServiceKeyRevoked(key.id, by: key.createdBy, isKnown: true)
      throw error
    }
  }

  private func tell(_ key: ServiceKey, _ ledger: Ledger) throws {
    let style = times.style(isTerminal: Terminal.isOutput)
    let end = key.expiresAt.map { style.alone($0, asOf: key.createdAt, place.language) }
    let companies = key.companiesText
    place.message(
      "Made the service key “\(name)” for \(key.scopesText) at \(companies ?? "all companies"), "
        + "\(end.map { "until \($0)" } ?? "without an end"). The key is shown this once; its id "
        + "is \(key.id).",
      "Skapade tjänstenyckeln ”\(name)” för \(key.scopesText) hos \(companies ?? "alla företag"), "
        + "\(end.map { "till \($0)" } ?? "utan slut"). Nyckeln visas bara denna gång; dess id "
        + "är \(key.id).")
    for company in (key.companies ?? []).sorted(by: { $0.id < $1.id })
    where try ledger.integrations(of: company) == nil {
      place.message(
        "Nothing is recorded of \(company) yet; see the companies with `authledger status`.",
        "Inget är registrerat om \(company) än; se företagen med `authledger status`.")
    }
  }
}

// MARK: Reading options

extension KeysCreateCommand {
  private static let known = Scope.allCases.map(\.rawValue)

  private static func name(_ text: String) throws -> String {
    if let kind = SecretGuard.kind(in: text) {
      throw CommandError(
        .usage,
        "--name looks like it holds \(kind.english), which no record may; choose another name.",
        "--name ser ut att innehålla \(kind.swedish), vilket ingen post får; välj ett annat namn.")
    }
    guard text.utf8.count <= Limits.nameBytes, ProviderText.shown(text) == text,
      !text.allSatisfy(\.isWhitespace)
    else {
      throw CommandError(
        .usage,
        "--name must have 1 to \(Limits.nameBytes) bytes on one line, such as moment-prod.",
        "--name måste ha 1 till \(Limits.nameBytes) byte på en rad, som moment-prod.")
    }
    return text
  }

  private static func scopes(_ text: String) throws -> Set<Scope> {
    try list(text) { try Parse.word($0, Text("scopes", "omfången")) }
  }

  private static func companies(_ text: String) throws -> Set<Company> {
    try list(text, Parse.company)
  }

  private static func list<Item>(
    _ text: String, _ read: (String) throws -> Item
  ) throws -> Set<Item> {
    try Set(
      text.split(separator: ",", omittingEmptySubsequences: false).map {
        try read($0.trimmingCharacters(in: .whitespaces))
      })
  }

  private static func count(_ text: String) throws -> Int {
    guard let count = Int(text), (1...Limits.mostRequestsPerMinute).contains(count) else {
      throw CommandError(
        .usage,
        "--requests-per-minute is a whole number from 1 to \(Limits.mostRequestsPerMinute).",
        "--requests-per-minute är ett heltal från 1 till \(Limits.mostRequestsPerMinute).")
    }
    return count
  }
}

extension ServiceKey {
  /// The scopes with commas between them.
  var scopesText: String { scopes.map(\.rawValue).sorted().joined(separator: ", ") }

  /// The companies with commas between them; nil for all.
  var companiesText: String? {
    companies.map { $0.map(\.id).sorted().joined(separator: ", ") }
  }
}
