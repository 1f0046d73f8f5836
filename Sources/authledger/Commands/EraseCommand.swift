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
        authledger erase administrator:u-17 --ground consentWithdrawn --dry-run
        authledger erase administrator:u-17 --ground consentWithdrawn --decided-by operator:dpo

      Deletes the person's key and everything that it sealed, empties free pages, and records \
      digests, ground and decider in the log of each company concerned. Records stay as they are: \
      they hold only the id. Copies made by `backup` become unreadable with the key. On a terminal it \
      asks first, unless --yes is given.

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
  @OptionGroup var trial: DryRunOption
  @OptionGroup var consent: YesOption
  @OptionGroup var quiet: QuietOption
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    if trial.dryRun {
      return tell(try ledger.with(.reading) { try $0.rehearseErasure(of: person) })
    }
    try consent.ask(
      Text(
        "Erase \(person) for ever, in every company?",
        "Radera \(person) för alltid, i alla företag?"),
      in: ledger.language)
    let caller = ActorOption.caller
    let erasure = try ledger.recording {
      try $0.erase(person, ground: ground, decidedBy: decidedBy ?? caller, by: caller)
    }
    if !quiet.quiet { tell(erasure) }
  }

  private func tell(_ erasure: Erasure) {
    let names = erasure.companies.map(\.id).joined(separator: ", ")
    let text =
      if erasure.isRepeat {
        Text(
          "\(person) is erased already; the logs of \(names) say so.",
          "\(person) är redan raderad; det står i loggarna för \(names).")
      } else if trial.dryRun {
        Text(
          "Would erase \(erasure.values.counted("value")) of \(person); the logs of \(names) would say "
            + "so.",
          "Skulle radera \(erasure.values.counted("värde", "värden")) för \(person); det skulle stå i "
            + "loggarna för \(names).")
      } else {
        Text(
          "Erased \(person); the logs of \(names) say so.",
          "Raderade \(person); det står i loggarna för \(names).")
      }
    Console.message(text(ledger.language))
  }
}
