import Answers
import ArgumentParser
import CommandKit
import EventLog
import Evidence
import Integrations
import Transparency

struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "restore", "Go on from a database that was put back, and record what was lost.",
    discussion: """
      Examples:
        cp /backups/2026-11-24/ledger.sqlite ledger/ledger.sqlite
        rm -f ledger/ledger.sqlite-wal ledger/ledger.sqlite-shm
        authledger restore --dry-run
        authledger restore
        authledger restore --new-key

      Stop whatever uses the ledger first, and leave last-checkpoint and keys/ where they are: they \
      say what is lost. A new epoch begins: every tree gets a new name, a record in the log of the ledger \
      itself (system) quotes the lost checkpoint, and everything is published anew. Tell the \
      auditors: a checkpoint of records that are lost will be refused, as it should be.

      Without the seed that signed before, --new-key goes on with a new one. Nothing but the file \
      then vouches for what was signed before, and verify says so for ever.
      """)

  @Flag(help: "Make a new signing seed, since the old one is lost; it is recorded for ever.")
  var newKey = false
  @OptionGroup var trial: DryRunOption
  @OptionGroup var consent: YesOption
  @OptionGroup var quiet: QuietOption
  @OptionGroup var ledger: LedgerOptions

  func run() throws {
    if trial.dryRun {
      return tell(try Ledger.rehearseRestore(ledger.path, withNewKey: newKey))
    }
    if newKey {
      try consent.ask(
        Text(
          "Go on with a new signing seed? It is recorded for ever.",
          "Fortsätt med ett nytt signeringsfrö? Det registreras för alltid."), in: ledger.language)
    }
    let progress = ProgressLine("Publishing")
    let report = try Ledger.restore(
      ledger.path, withNewKey: newKey, by: ActorOption.caller, progress: progress.report)
    progress.clear()
    if !quiet.quiet { tell(report) }
  }

  private func tell(_ report: RestoreReport) {
    let localized = Localizer(ledger.language)
    let output = Output()
    output.sentence(
      trial.dryRun
        ? localized("Epoch \(report.epoch) would begin.", "Epok \(report.epoch) skulle börja.")
        : localized("Epoch \(report.epoch) begins.", "Epok \(report.epoch) börjar."))
    if let lost = report.lost {
      output.sentence(
        localized(
          "Lost: what this copy lacks of the \(lost.size.counted("leaf", "leaves")) of \(lost.origin).",
          "Förlorat: det som denna kopia saknar av \(lost.size.counted("löv", "löv")) i \(lost.origin)."
        ))
    } else {
      output.sentence(
        localized(
          "What was lost is not known: neither keys/signed nor last-checkpoint says it.",
          "Vad som gått förlorat är okänt: varken keys/signed eller last-checkpoint säger det."))
    }
    if newKey {
      output.sentence(
        trial.dryRun
          ? localized(
            "It would sign with a new key: only this file would vouch for what was signed before.",
            "Den skulle signera med en ny nyckel: bara denna fil skulle gå i god för vad som signerats "
              + "tidigare.")
          : localized(
            "It signs with a new key: only this file vouches for what was signed before.",
            "Den signerar med en ny nyckel: bara denna fil går i god för vad som signerats tidigare."
          ))
    }
    guard !trial.dryRun else { return }
    let hint = CommandHint.ofThisRun
    let (verify, keys) = (hint("authledger verify"), hint("authledger checkpoint --keys"))
    output.line(
      localized(
        "Next: `\(verify)`, and give the auditors what `\(keys)` prints.",
        "Härnäst: `\(verify)`, och ge revisorerna vad `\(keys)` skriver ut."))
    output.flush()
  }
}
