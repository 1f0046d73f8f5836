import Answers
import CommandKit
import EventLog
import Evidence
import Integrations

extension VerifyReport {
  func write(as format: Format, in language: Language, to output: Output) {
    switch format {
    case .json: output.line(json(language).pretty())
    case .jsonl: output.line(json(language).compact)
    case .csv:
      output.line("kind,position,what")
      for finding in findings {
        let position = finding.position.map { String($0.number) } ?? ""
        output.line(
          "\(finding.kind.rawValue),\(position),\(ListingWriter<Finding>.cell(finding.clause(language)))"
        )
      }
    case .table: writeText(Localizer(language), output)
    }
  }

  private func writeText(_ localized: Localizer, _ output: Output) {
    for finding in findings {
      let place = finding.position.map { "\($0) " } ?? ""
      let clause = CommandHint.ofThisRun.completing(finding.clause(localized.language))
      let lines = "\(place)\(clause)".wrapped(
        to: output.screen.textColumns, first: finding.kind.rawValue + "  ", rest: "  ")
      for (index, line) in lines.enumerated() {
        let kind = index == 0 ? finding.kind.rawValue : ""
        output.line(Style.bad(kind) + line.dropFirst(kind.count))
      }
    }
    if findingCount > findings.count {
      output.sentence(
        localized(
          "… and \(findingCount - findings.count) more.",
          "… och \(findingCount - findings.count) till."))
    }
    let scope = localized(
      "\(records.counted("record")) of \(streams.counted("company", "companies")): every hash, number, column and projection",
      "\(records.counted("post", "poster")) från \(streams) företag: varje hash, nummer, kolumn och projektion"
    )
    let deep = isDeep ? localized(", and SQLite's own check", ", och SQLites egen kontroll") : ""
    guard records > 0 else {
      return output.sentence(
        localized(
          "Nothing is recorded yet, so nothing was verified.",
          "Inget är registrerat än, så inget kontrollerades."))
    }
    output.sentence(
      agrees
        ? Style.good(localized("Verified", "Kontrollerat")) + " \(scope)\(deep)."
        : Style.bad(localized("Does not agree", "Stämmer inte"))
          + ": \(findingCount). \(scope)\(deep)."
    )
    writeAnchoring(localized, output)
    if identities.total > 0 { output.sentence(identities.text(localized)) }
  }

  /// How much of the log a kept root can prove.
  private func writeAnchoring(_ localized: Localizer, _ output: Output) {
    guard let through = anchoring.through else {
      return output.sentence(
        localized(
          "Unsigned: this shows that the file agrees with itself, not who wrote it.",
          "Osignerat: detta visar att filen stämmer med sig själv, inte vem som skrev den."))
    }
    let roots = anchoring.publications
    output.sentence(
      roots == 1
        ? localized(
          "Signed up to \(through) by 1 root; whoever kept it can hold the ledger to it.",
          "Signerat till och med \(through) av 1 rot; den som sparat den kan pröva liggaren mot den."
        )
        : localized(
          "Signed up to \(through) by \(roots) roots; whoever kept one of them can hold the ledger "
            + "to it.",
          "Signerat till och med \(through) av \(roots) rötter; den som sparat en av dem kan pröva "
            + "liggaren mot den."))
    if anchoring.unsigned > 0, case .follower = anchoring.guardState {
      output.sentence(
        localized(
          "Not yet signed by the leader: \(anchoring.unsigned.counted("record")) after it.",
          "Ännu ej signerat av ledaren: \(anchoring.unsigned.counted("post", "poster")) därefter."))
    } else if anchoring.unsigned > 0 {
      let checkpoint = CommandHint.ofThisRun("authledger checkpoint")
      output.sentence(
        localized(
          "Not yet signed: \(anchoring.unsigned.counted("record")) after it; "
            + "`\(checkpoint)` signs.",
          "Ännu ej signerat: \(anchoring.unsigned.counted("post", "poster")) därefter; "
            + "`\(checkpoint)` signerar."
        ))
    }
    writeTrust(localized, output)
    if case .backup(let time) = anchoring.guardState {
      output.sentence(
        localized("This is a backup of \(time).", "Detta är en säkerhetskopia från \(time)."))
    }
  }

  /// Which keys vouch for the roots.
  private func writeTrust(_ localized: Localizer, _ output: Output) {
    if trust.source == .leader {
      output.sentence(
        localized(
          "Checked with the leader's key in keys/leader.",
          "Kontrollerat med ledarens nyckel i keys/leader."))
    }
    if trust.source == .file {
      output.sentence(
        localized(
          "No seed could be read, so only this file vouches for its keys; give the root's with --key.",
          "Inget frö kunde läsas, så bara denna fil går i god för sina nycklar; ange rotens med --key."
        ))
    }
    for epoch in trust.newKeyEpochs {
      output.sentence(
        localized(
          "Epoch \(epoch) began with a new key, without the one before it: only this file vouches "
            + "for what was signed earlier.",
          "Epok \(epoch) började med en ny nyckel, utan den föregående: bara denna fil går i god "
            + "för vad som signerats tidigare."))
    }
    if trust.unnamed > 0 {
      output.sentence(
        localized(
          "Roots of earlier epochs are signed by \(trust.unnamed.counted("key")) that no record names.",
          "Rötter från tidigare epoker är signerade med "
            + "\(trust.unnamed.counted("nyckel", "nycklar")) som ingen post nämner."))
    }
  }

  func json(_ language: Language) -> JSON {
    .object([
      ("agrees", .bool(agrees)), ("records", .number(records)), ("companies", .number(streams)),
      ("bytes", .number(bytes)), ("deep", .bool(isDeep)), ("anchoring", anchoring.json),
      ("keys", trust.json),
      ("identities", identities.json),
      ("findingCount", .number(Int64(findingCount))),
      (
        "findings",
        .array(
          findings.map {
            .object([
              ("kind", .string($0.kind.rawValue)),
              ("position", $0.position.map { .number($0.number) }),
              ("what", .string($0.clause(language))),
            ])
          })
      ), ("replay", replay.json(language)),
    ])
  }
}

extension VerifyReport.Trust {
  fileprivate var json: JSON {
    .object([
      ("source", .string(source.rawValue)), ("older", .array(older.map(JSON.string))),
      ("unnamed", .number(Int64(unnamed))),
      ("newKeyEpochs", .array(newKeyEpochs.map { .number($0) })),
    ])
  }
}

extension VerifyReport.Anchoring {
  fileprivate var json: JSON {
    .object([
      ("publications", .number(Int64(publications))),
      ("through", through.map { .number($0.number) }), ("unsigned", .number(unsigned)),
      ("guard", .string(guardState.name)),
    ])
  }
}
