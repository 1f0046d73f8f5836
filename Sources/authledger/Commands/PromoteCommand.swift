import Answers
import ArgumentParser
import CommandKit
import EventLog
import Evidence
import Integrations
import Transparency

/// Makes a follower the leader.
struct PromoteCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "promote", "Make a follower the leader: it signs with a key of its own from then on.",
    discussion: """
      Examples:
        authledger promote --ledger copy --dry-run
        authledger promote --ledger copy

      For when the leader is gone for good. A new epoch begins, with a new signing seed; a record in the log \
      of the ledger itself (system) quotes the last root of the leader that is here and names the new key, and \
      everything is published anew. Whoever kept a later root of the leader can show what was lost.

      It stops nobody: make sure that the old leader does not run any more, else there are two ledgers.

      Credentials did not come along. Each integration reports `vault` as missing until its company \
      authorizes again, or until you bring vault.sqlite and keys/vault-key of the old leader here. The name of \
      the product and its support did not come along either: `authledger init` sets them.
      """)

  @OptionGroup var trial: DryRunOption
  @OptionGroup var consent: YesOption
  @OptionGroup var quiet: QuietOption
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    if trial.dryRun { return tell(try Ledger.rehearsePromotion(ledger.path)) }
    try ledger.with(.reading) { opened in
      guard try opened.leader() != nil else {
        throw FollowError.notAFollower(directory: ledger.path)
      }
    }
    try consent.ask(
      Text(
        "Make this follower the leader? The old leader is not stopped, and this cannot be taken back.",
        "Gör denna följare till ledare? Den gamla ledaren stoppas inte, och detta kan inte ångras."),
      in: ledger.language)
    let progress = ProgressLine("Publishing")
    let report = try Ledger.promote(
      ledger.path, by: ActorOption.caller, progress: progress.report)
    progress.clear()
    if !quiet.quiet { tell(report) }
  }

  private func tell(_ report: RestoreReport) {
    let localized = Localizer(ledger.language)
    let output = Output()
    output.sentence(
      trial.dryRun
        ? localized(
          "Epoch \(report.epoch) would begin, with a new key.",
          "Epok \(report.epoch) skulle börja, med en ny nyckel.")
        : localized(
          "This is the leader now: epoch \(report.epoch) begins, with a new key.",
          "Detta är ledaren nu: epok \(report.epoch) börjar, med en ny nyckel."))
    if let found = report.found {
      output.sentence(
        localized(
          "The last root that came from the old leader: \(found.origin) with "
            + "\(found.size.counted("leaf", "leaves")). What it signed later is lost.",
          "Den sista roten som kom från den gamla ledaren: \(found.origin) med "
            + "\(found.size.counted("löv", "löv")). Vad den signerat senare är förlorat."))
    } else {
      output.sentence(
        localized(
          "No signed root came from the old leader.",
          "Ingen signerad rot kom från den gamla ledaren."))
    }
    output.sentence(
      localized(
        "The old leader is not stopped: see that it does not run, else there are two ledgers.",
        "Den gamla ledaren stoppas inte: se till att den inte är igång, annars finns två liggare."))
    output.sentence(
      localized(
        "Credentials did not come along: each integration reports `vault` as missing until its company "
          + "authorizes again, or you bring vault.sqlite and keys/vault-key of the old leader here.",
        "Inloggningsuppgifter följde inte med: varje integration rapporterar `vault` som saknad tills dess "
          + "företag auktoriserar på nytt, eller du hämtar hit den gamla ledarens vault.sqlite och "
          + "keys/vault-key."))
    let hint = CommandHint.ofThisRun
    let naming = hint("authledger init --product NAME --support-email ADDRESS")
    output.sentence(
      localized(
        "What texts call the product and its support did not come along either; `\(naming)` sets it.",
        "Vad texterna kallar produkten och dess support följde inte heller med; `\(naming)` ställer in "
          + "det."))
    guard !trial.dryRun else { return output.flush() }
    let (verify, keys) = (hint("authledger verify"), hint("authledger checkpoint --keys"))
    output.line(
      localized(
        "Next: `\(verify)`, and give the auditors what `\(keys)` prints.",
        "Härnäst: `\(verify)`, och ge revisorerna vad `\(keys)` skriver ut."))
    output.flush()
  }
}
