import Integrations

/// What the registers answered to one round of questions.
struct Answers: Sendable {
  /// Each register with its answer.
  var answers: [(register: Register, answer: RegisterAnswer)]

  /// These answers.
  init(answers: [(register: Register, answer: RegisterAnswer)]) { self.answers = answers }

  /// A round in which nobody answered.
  init(silent registers: [Register]) {
    answers = registers.map { ($0, RegisterAnswer(kind: .none)) }
  }

  /// The answers as `approved` holds them.
  var checks: [Approval.Check] {
    answers.map { register, answer in
      switch answer.kind {
      case .open: Approval.Check(register: register, ok: true)
      case .refused: Approval.Check(register: register, ok: false)
      case .strange, .none: Approval.Check(register: register, ok: nil)
      }
    }
  }

  /// Whether each register is open.
  var areOpen: Bool { answers.allSatisfy(\.answer.isOpen) }

  /// The refusals, each with its layer; the record's layer is the first that must be mended.
  func denied(_ id: AttemptID) -> PermissionDenied? {
    var layers: Set<RefusalLayer> = []
    var refusals: [RegisterRefusal] = []
    for (register, answer) in answers {
      guard case .refused(let code, let message, let layer, let status) = answer.kind else {
        continue
      }
      layers.insert(layer)
      refusals.append(
        Shapes.refusal(register, code: code, message: message, layer: layer, status: status))
    }
    let order: [RefusalLayer] = [.licence, .scope, .person]
    guard let layer = order.first(where: layers.contains) else { return nil }
    return Shapes.denied(id, layer: layer, refusals, checks: checks)
  }

  /// What nobody understood, in one record.
  func strange(_ id: AttemptID) -> Failed? {
    var registers: [Register] = []
    var words: (Int, String)?
    for (register, answer) in answers {
      guard case .strange(let code, let message) = answer.kind else { continue }
      registers.append(register)
      words = words ?? (code, message)
    }
    guard let words else { return nil }
    return Shapes.notUnderstood(id, code: "\(words.0)", message: words.1, registers: registers)
  }
}

extension Evidence {
  /// What a record shows that holds these answers.
  ///
  /// - Parameter hasWords: False for a record that says of each register only whether it is open.
  mutating func take(_ answers: Answers, hasWords: Bool = true) {
    takeRefused(answers, hasWords: hasWords)
    // No register answers while what any integration needs is missing.
    if answers.answers.contains(where: \.answer.isOpen) {
      for index in bad.indices { bad[index].possible.subtract(.integration) }
    }
    for (register, answer) in answers.answers where answer.isOpen {
      answered.append(register)
      good.formUnion([.right(register), .scope(register), .licence(register), .notGiven])
      maybe.formUnion([.integration, .outage, .strange])
    }
  }

  /// The refusals alone.
  mutating func takeRefused(_ answers: Answers, hasWords: Bool = true) {
    for (register, answer) in answers.answers {
      guard case .refused = answer.kind else { continue }
      let any: Causes = [
        .right(register), .scope(register), .licence(register), .integration, .strange, .notGiven,
      ]
      bad.append(
        Bad(
          truth: answer.truth, possible: hasWords ? answer.possible : any, origin: .check,
          register: register))
      answered.append(register)
      maybe.formUnion([.outage, .strange])
    }
  }

  /// What nobody understood alone.
  mutating func takeStrange(_ answers: Answers) {
    for (register, answer) in answers.answers {
      guard case .strange = answer.kind else { continue }
      bad.append(
        Bad(
          truth: answer.truth, possible: answer.possible, origin: .check, register: register))
      answered.append(register)
    }
  }
}
