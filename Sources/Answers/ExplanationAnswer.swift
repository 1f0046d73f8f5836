package import Integrations

extension Explanation {
  /// The fields of the page under stable names.
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
          ("title", .string(advice.fixer.title(company, provider)(language))),
        ])
      ),
      (
        "retry",
        .object([
          ("helps", .string(advice.retry.rawValue)), ("text", .string(advice.retryText(language))),
        ])
      ), ("evidence", .array(evidence.map { $0.json(language) })),
      ("ruledOut", .list(ruledOut.map { $0(language) })),
      ("unknown", .list(advice.unknown.map { $0(language) })),
      (
        "ways",
        .array(
          advice.ways.map { steps in
            .array(
              steps.map { step in
                .object([
                  ("who", .string(step.person.rawValue)), ("text", .string(step.text(language))),
                ])
              })
          })
      ), ("next", .string(next)), ("see", .string(verdict.anchor)),
    ])
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
