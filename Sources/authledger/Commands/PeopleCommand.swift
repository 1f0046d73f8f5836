import Answers
import ArgumentParser
import CommandKit
import EventLog
import Evidence
import Foundation
import Integrations

struct PeopleCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "people", "The directory: who the people behind the ids are.",
    discussion: """
      Examples:
        authledger people introduce administrator:u-17 --company acme --data - < anna.json
        authledger people show administrator:u-17

      Records name people by ids alone. What the directory says of them is sealed under a key of \
      their own, and a company's log holds only a salted digest of it (RFC 9901), so it can be \
      erased without changing a record: authledger erase.
      """
  )
  .with(subcommands: [PeopleShowCommand.self, PeopleIntroduceCommand.self])
}

struct PeopleShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show what the directory says, and what became of the rest.",
    discussion: """
      Examples:
        authledger people show
        authledger people show administrator:u-17 --format json

      Verdicts: shown, erased (a later record says so), withheld (a copy without keys), missing \
      (nothing explains it). Exit codes: 0, or 1 where something is missing.
      """)

  @Argument(help: "The person, as records name them; all without it.", transform: Parse.actor)
  var person: Actor?
  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var formatOption: FormatOption

  func run() throws {
    let identities = try ledger.with(.reading) { try $0.identities(of: person) }
    if let person, identities.isEmpty { throw EvidenceError.unknownPerson(person) }
    let writer = ListingWriter<Identity>(
      .identities, format: formatOption.format, language: ledger.language, output: Output())
    identities.forEach(writer.write)
    writer.end()
    guard !identities.contains(where: { $0.verdict == .missing }) else { throw ExitCode(1) }
  }
}

struct PeopleIntroduceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "introduce", abstract: "Put a person into the directory.",
    discussion: """
      Examples:
        echo '{"name":"Anna Ek","email":"anna@example.com"}' |
          authledger people introduce administrator:u-17 --company acme --data -

      The fields are name, email and providerUser, each a text. Give them on standard input: \
      what stands in the arguments can be read by others on this computer. No record holds them.
      """)

  @Argument(help: "The person, as records name them.", transform: Parse.actor)
  var person: Actor
  @Option(
    name: .customLong("company"), help: "A company whose log names the person; repeatable.",
    completion: .companies, transform: Parse.company)
  var companies: [Company]
  @Option(
    help: ArgumentHelp("What is said of them; - reads standard input.", valueName: "json"))
  var data: String
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let bytes =
      data == "-"
      ? Array(try FileHandle.standardInput.read(upToCount: 1 << 16) ?? Data()) : Array(data.utf8)
    let fields = try PersonField.reading(bytes)
    try ledger.recording {
      try $0.introduce(person, fields, to: Set(companies), by: ActorOption.caller)
    }
    let names = companies.map(\.id).joined(separator: ", ")
    let localized = Localizer(ledger.language)
    Console.message(
      localized(
        "\(person) is in the directory of \(names).", "\(person) finns i registret för \(names)."))
  }
}

extension Listing<Identity> {
  fileprivate static var identities: Self {
    Self(
      columns: [
        Column("person", heading: Text("PERSON", "PERSON")) { $0.person },
        Column("company", heading: Text("COMPANY", "FÖRETAG")) { $0.company.id },
        Column("verdict", heading: Text("VERDICT", "UTFALL"), style: { $0.verdict.style }) {
          $0.verdict.rawValue
        },
        Column("name", heading: Text("FIELD", "FÄLT")) { $0.name ?? "" },
        Column(
          "value", heading: Text("VALUE", "VÄRDE"), shown: { ProviderText.shown($0.value ?? "") }
        ) { $0.value ?? "" },
        Column("digest", heading: Text("DIGEST", "DIGEST")) { $0.digest },
      ],
      json: {
        JSON.object([
          ("person", .string($0.person)), ("company", .string($0.company.id)),
          ("verdict", .string($0.verdict.rawValue)), ("name", .text($0.name)),
          ("value", .text($0.value)), ("digest", .string($0.digest)),
          ("disclosure", .text($0.disclosure)),
        ]).compact
      },
      empty: Text(
        "Nobody is in the directory; see `authledger help people introduce`.",
        "Ingen finns i registret; se `authledger help people introduce`."))
  }
}

extension IdentityVerdict {
  fileprivate var style: Style {
    switch self {
    case .shown: .good
    case .erased, .withheld: .faint
    case .missing: .bad
    }
  }
}
