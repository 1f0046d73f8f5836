import Answers
import CommandKit
import EventLog
import Evidence
import Integrations

extension Listing<ReplayStep> {
  static func replay(
    _ language: Language, _ product: HostProduct, _ times: TimeStyle, isOfOneCompany: Bool
  ) -> Self {
    Self(
      columns: [
        Column(
          "position", heading: Text("POSITION", "POSITION"),
          shown: { $0.recorded.position.description }, rank: 1
        ) {
          String($0.recorded.position.number)
        },
        Column(
          "time", heading: times.heading(Text("TIME", "TID")),
          shown: { times.inTable($0.recorded.time) }
        ) {
          $0.recorded.time.description
        },
        Column("company", heading: Text("COMPANY", "FÖRETAG"), rank: isOfOneCompany ? 6 : 0) {
          $0.recorded.company.id
        },
        Column("provider", heading: Text("PROVIDER", "LEVERANTÖR"), rank: 5) {
          $0.recorded.provider.rawValue
        },
        Column("action", heading: Text("ACTION", "HÄNDELSE"), rank: 2) {
          $0.recorded.action.name.rawValue
        },
        Column("before", heading: Text("BEFORE", "FÖRE"), rank: 4) { $0.phaseBefore.rawValue },
        Column(
          "after", heading: Text("AFTER", "EFTER"),
          style: { $0.phaseBefore == $0.phaseAfter ? .faint : $0.phaseAfter.style }
        ) {
          $0.phaseAfter.rawValue
        },
        Column("verdict", heading: Text("VERDICT", "UTSLAG"), rank: 3) {
          $0.after.verdict(at: $0.recorded.time).rawValue
        },
        Column("text", heading: Text("WHAT", "VAD"), wraps: true) {
          CompanyLogLine($0.recorded.action, Names($0.recorded.provider, product)).text(language)
        },
      ], json: { $0.json.compact },
      empty: Text("There is nothing to replay.", "Det finns inget att spela upp."))
  }
}

extension ReplayStep {
  fileprivate var phaseBefore: Phase { before.phase(at: recorded.time) }
  fileprivate var phaseAfter: Phase { after.phase(at: recorded.time) }

  fileprivate var json: JSON {
    .object([
      ("position", .number(recorded.position.number)),
      ("sequence", .number(recorded.sequence.number)), ("id", .string(recorded.id.description)),
      ("time", .string(recorded.time.description)), ("company", .string(recorded.company.id)),
      ("provider", .string(recorded.provider.rawValue)),
      ("action", .string(recorded.action.name.rawValue)),
      ("actor", .string(recorded.actor.description)),
      ("before", Self.json(before, at: recorded.time)),
      ("after", Self.json(after, at: recorded.time)),
    ])
  }

  private static func json(_ state: Integration, at time: Timestamp) -> JSON {
    .object([
      ("phase", .string(state.phase(at: time).rawValue)),
      ("verdict", .string(state.verdict(at: time).rawValue)),
    ])
  }
}

extension ReplayReport {
  func write(as format: Format, in language: Language, to output: Output) {
    switch format {
    case .json: output.line(json(language).pretty())
    case .jsonl: output.line(json(language).compact)
    case .csv:
      output.line("projection,fingerprint,stored,folded,agrees")
      for projection in projections {
        output.line(
          "\(projection.name),\(projection.fingerprint),\(projection.stored),"
            + "\(projection.folded),\(projection.agrees)")
      }
    case .table: writeText(Localizer(language), output)
    }
  }

  private func writeText(_ localized: Localizer, _ output: Output) {
    output.line(
      localized(
        "\(records.counted("record")) folded anew into \(integrations.counted("integration")).",
        "\(records.counted("post", "poster")) vikta på nytt till "
          + "\(integrations.counted("integration", "integrationer"))."))
    for projection in projections {
      let verdict =
        projection.agrees
        ? Style.good(localized("agrees", "stämmer"))
        : Style.bad(localized("DIFFERS", "SKILJER SIG"))
      output.line(
        "  \(projection.name.padding(to: 20)) \(verdict)  \(projection.folded.prefix(16))…  "
          + projection.fingerprint)
      if let difference = projection.difference {
        output.line("    \(difference(localized.language))")
      }
    }
    for commitment in commitments {
      output.line("  " + commitment.text(localized))
    }
  }

  func json(_ language: Language) -> JSON {
    .object([
      ("agrees", .bool(agrees)), ("records", .number(records)),
      ("integrations", .number(integrations)),
      (
        "projections",
        .array(
          projections.map {
            .object([
              ("name", .string($0.name)), ("fingerprint", .string($0.fingerprint)),
              ("stored", .string($0.stored)), ("folded", .string($0.folded)),
              ("agrees", .bool($0.agrees)), ("firstDifference", .text($0.difference?(language))),
            ])
          })
      ), ("commitments", .array(commitments.map(\.json))),
    ])
  }
}

extension ReplayReport.Commitment {
  fileprivate func text(_ localized: Localizer) -> String {
    let place = localized("commitment \(position)", "bindning \(position)").padding(to: 20)
    let digest = "\(commitment.digest.prefix(16))…  \(commitment.fingerprint)"
    return switch verdict {
    case .proven: "\(place) \(Style.good(localized("proven", "bevisad")))  \(digest)"
    case .differs: "\(place) \(Style.bad(localized("DIFFERS", "SKILJER SIG")))  \(digest)"
    case .otherFold:
      "\(place) "
        + localized(
          "not checked: this program does not have that fold  ",
          "ej kontrollerad: programmet har inte den vikningen  ") + digest
    case .moved:
      "\(place) "
        + localized(
          "not checked: made at \(commitment.position), before this ledger's order  ",
          "ej kontrollerad: gjord vid \(commitment.position), före denna liggares ordning  ")
        + digest
    }
  }

  fileprivate var json: JSON {
    .object([
      ("position", .number(position.number)),
      ("committed", .number(commitment.position.number)),
      ("fingerprint", .string(commitment.fingerprint)), ("digest", .string(commitment.digest)),
      ("verdict", .string(verdict.rawValue)),
    ])
  }
}
