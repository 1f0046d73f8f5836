import ArgumentParser
import CommandKit
import EventLog
import Evidence
import Integrations
import Vault
import Visits

/// Makes a one-time link.
struct LinkCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "link",
    abstract: "Make a one-time link that lets a person in, for \(Limits.linkMinutes) minutes.",
    discussion: """
      Examples:
        authledger-connect link acme --role administrator --person u-17
        authledger-connect link acme --role support --person s-3 --actor operator:o-1

      What is done with a link of support's or an operator's says whose link it was, in every record. \
      Opening the link shows a button; pressing it spends the link. The address is the one \
      that the server was started with last, unless $AUTHLEDGER_PUBLIC_URL or --public-url says another.
      """)

  @Argument(help: "The company's id.", completion: .companies, transform: Parse.company)
  var company: Company
  @Option(help: "administrator, support, auditor or operator.")
  var role: String
  @Option(help: "The person's opaque id, such as u-17.")
  var person: String
  @Option(help: ArgumentHelp("Where the pages are.", valueName: "url"))
  var publicURL: String?
  @OptionGroup var issuer: ActorOption
  @OptionGroup var place: PlaceOptions

  func run() async throws {
    guard let role = Actor.Role(rawValue: role), EntryLink.roles.contains(role) else {
      throw CommandError(
        .usage, "--role is administrator, support, auditor or operator.",
        "--role är administrator, support, auditor eller operator.")
    }
    guard let actor = Actor(role, person) else {
      throw CommandError(
        .usage,
        "--person is an opaque id of small letters, digits and dashes, never a name or address.",
        "--person är ett id utan innebörd av små bokstäver, siffror och bindestreck, "
          + "aldrig ett namn eller en adress.")
    }
    let ledger = try place.openLedger(for: .reading)
    let vault = try place.openVault()
    let effects = SandboxFile.effects(place.path)
    let entry = EntryLink.entry(
      effects.id(), for: actor, of: company, by: issuer.actor, at: effects.now())
    Console.output(
      try EntryLink.make(
        entry, in: vault, publicURL: try publicURL ?? place.publicURL(of: ledger)))
    try vault.close()
    try ledger.close()
  }
}
