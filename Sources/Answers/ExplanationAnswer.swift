package import Integrations

extension Explanation {
  /// The explanation as JSON; the names of its members are stable.
  package func json(_ language: Language) -> JSON {
    .object([
      ("company", .string(company.id)), ("provider", .string(provider.rawValue)),
      ("at", .string(at.description)), ("verdict", .string(verdict.rawValue)),
      ("title", .string(title(language))), ("confidence", .string(advice.confidence.rawValue)),
      ("since", .text(since?.description)), ("last", .text(last?.description)),
      ("count", count.map { .number(Int64($0)) }), ("phase", .string(phase.rawValue)),
      ("state", .string(state(language))), ("layer", .string(advice.layer.rawValue)),
      ("cause", .string(advice.cause(language))),
      (
        "fixer",
        .object([
          ("role", .string(advice.fixer.rawValue)),
          ("title", .string(advice.fixer.title(company, provider, product)(language))),
        ])
      ),
      (
        "retry",
        .object([
          ("helps", .string(advice.retry.rawValue)), ("text", .string(advice.retryText(language))),
        ])
      ), ("evidence", .array(evidence.map { $0.json(language) })),
      ("also", .array(also.map { $0.json(positions, language) })),
      ("warnings", .array(warnings.map { $0.json(language) })),
      ("ruledOut", .list(ruledOut.map { $0.text(language) })),
      ("unknown", .list(advice.unknown.map { $0(language) })),
      ("ways", .ways(advice.ways, language)), ("next", .string(next)),
      ("see", .string(verdict.anchor)),
    ])
  }

  /// The positions of the records that are cited.
  private var positions: [SequenceNumber: Position] {
    Dictionary(evidence.map { ($0.sequence, $0.position) }) { first, _ in first }
  }
}

extension Explanation.Evidence {
  fileprivate func json(_ language: Language) -> JSON {
    .object([
      ("position", .number(position.number)), ("sequence", .number(sequence.number)),
      ("id", .string(id.description)), ("time", .string(time.description)),
      ("code", .string(line.code.rawValue)), ("text", .string(line.text(language))),
      ("quotations", .array(line.quotations.map(\.json))),
    ])
  }
}

extension Explanation.Further {
  fileprivate func json(_ positions: [SequenceNumber: Position], _ language: Language) -> JSON {
    .object([
      ("verdict", .string(verdict.rawValue)), ("layer", .string(layer.rawValue)),
      ("confidence", .string(confidence.rawValue)), ("text", .string(text(language))),
      ("ways", ways.isEmpty ? nil : .ways(ways, language)),
      ("shownBy", .array(shownBy.compactMap { positions[$0] }.map { .number($0.number) })),
    ])
  }
}

extension Warning {
  fileprivate func json(_ language: Language) -> JSON {
    .object([
      ("code", .string(code.rawValue)), ("time", .string(time.description)),
      ("text", .string(text(language))),
    ])
  }
}

extension JSON {
  /// The alternative ways, each a list of steps.
  static func ways(_ ways: [[AdviceStep]], _ language: Language) -> JSON {
    .array(ways.map { .array($0.map { step($0, language) }) })
  }

  private static func step(_ step: AdviceStep, _ language: Language) -> JSON {
    .object([
      ("who", .string(step.person.rawValue)), ("text", .string(step.text(language))),
      ("code", .string(step.code.rawValue)),
      ("registers", step.registers.isEmpty ? nil : .list(step.registers.map(\.rawValue))),
      ("company", .text(step.company.map(ProviderText.shown))),
    ])
  }
}
