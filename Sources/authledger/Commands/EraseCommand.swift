import Answers
import ArgumentParser
import CommandKit
import EventLog
import Evidence
import Integrations

struct EraseCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "erase", "Erase a person from the directory; every checkpoint and proof still holds.",
    discussion: """
      Examples:
        authledger erase administrator:u-17 --ground consentWithdrawn --decided-by operator:dpo

      Deletes the person's key and everything that it sealed, empties free pages, and records \
      digests, ground and decider in the log of each company concerned. Records stay as they are: \
      they hold only the id. Copies made by `backup` become unreadable with the key.

      Grounds (GDPR article 17(1), a to e): noLongerNeeded, consentWithdrawn, objected, unlawful, \
      legalObligation.
      """)

  @Argument(help: "The person, as records name them.", transform: Parse.actor)
  var person: Actor
  @Option(
    help: "Why.", completion: .list(ErasureGround.allCases.map(\.rawValue)),
    transform: Parse.ground)
  var ground: ErasureGround
  @Option(
    help: ArgumentHelp(
      "Who decided (default: operator:uid-<your user id>).", valueName: "role:id"),
    transform: Parse.actor)
  var decidedBy: Actor?
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    let caller = ActorOption.caller
    let companies = try ledger.recording {
      try $0.erase(person, ground: ground, decidedBy: decidedBy ?? caller, by: caller)
    }
    let names = companies.map(\.id).joined(separator: ", ")
    let localized = Localizer(ledger.language)
    Console.message(
      localized(
        "Erased \(person); the logs of \(names) say so.",
        "Raderade \(person); det står i loggarna för \(names)."))
  }
}
