extension RemedyPlan {
  /// The advice on the verdict.
  var advice: Advice {
    let problem = diagnosis.main
    let texts = inContext(problem).texts
    let ways = ways
    return Advice(
      layer: problem.layer, cause: texts.cause, confidence: confidence,
      fixer: fixer(texts, ways), ways: ways, retry: retry(texts, ways),
      unknown: texts.unknown + silence, health: health,
      isOfPerson: problem.layer == .register || problem.layer == .approver,
      product: names.product)
  }

  /// How sure the verdict is.
  private var confidence: Advice.Confidence {
    guard diagnosis.main.code == .healthy else { return diagnosis.main.confidence }
    return state.isCertainlyHealthy(at: now) ? .certain : .likely
  }

  /// The registers that have not answered, if that makes the verdict uncertain.
  private var silence: [Text] {
    guard let grant = state.grant, !state.isEnded(at: now) else { return [] }
    var texts: [Text] = []
    let asked = state.unansweredRegisters
    let never = state.silentRegisters.filter {
      !state.profile.isChecked($0) && state.findings[$0] == nil
    }
    if !asked.isEmpty {
      let since = state.findings[.unanswered]?.first.time ?? grant.consented.time
      let title = asked.title
      texts.append(
        Text(
          "Whether \(title.english) can be transferred: no answer since \(since.minute).",
          "Om \(title.swedish) kan överföras: inget svar sedan \(since.minute)."))
    }
    if !never.isEmpty {
      let title = never.title
      texts.append(
        Text(
          "Whether \(title.english) can be transferred: \(names.system) has nothing to ask.",
          "Om \(title.swedish) kan överföras: det går inte att fråga \(names.system)."))
    }
    if diagnosis.main.code == .healthy, state.isQuiet(at: now), confidence != .certain {
      texts.append(
        Text(
          "Whether it still works: nothing was recorded since \(grant.confirmed.time.minute).",
          "Om den fortfarande fungerar: inget är registrerat sedan \(grant.confirmed.time.minute).")
      )
    }
    return texts
  }

  private func fixer(_ texts: VerdictTexts, _ ways: [[AdviceStep]]) -> Advice.Fixer {
    if diagnosis.main.code == .pending, state.attempt?.answer != nil,
      names.words.companyCode == nil
    {
      return .nobody
    }
    return texts.fixer ?? ways.first?.first?.person ?? .nobody
  }

  private func retry(_ texts: VerdictTexts, _ ways: [[AdviceStep]]) -> Advice.Retry {
    if let retry = texts.retry { return retry }
    guard let way = ways.first else { return .notNeeded }
    if !diagnosis.needsConsent, way.last?.code == .checkAgain {
      return diagnosis.main.code == .clientRefused ? .automatic : .no
    }
    let starts: Set<StepCode> = [
      .authorize, .reauthorize, .saveAndAuthorize, .finishAtProvider,
    ]
    return way.first.map { starts.contains($0.code) } == true ? .yes : .afterwards
  }

  private var health: Advice.Health {
    let problem = diagnosis.main
    switch problem.code {
    case .healthy: return .healthy
    case .credentialsRemoved: return problem.removal == .offboarding ? .healthy : .action
    case .pending, .refreshUnknown: return .unknown
    // A refusal without words is certain, and a check brings its words.
    case .unrecognised:
      return problem.kinds == [.registerUnknown] && problem.isTouched ? .action : .unknown
    case .providerDown:
      return state.grant != nil && !diagnosis.needsConsent ? .unknown : .action
    default: return .action
    }
  }
}

extension Integration {
  /// True if every register to transfer has answered that it is open, and an expiry time or a
  /// recent success shows the grant alive at `now`.
  func isCertainlyHealthy(at now: Timestamp) -> Bool {
    guard let grant, silentRegisters.isEmpty else { return false }
    return grant.end(provider) != nil || !isQuiet(at: now)
  }

  /// True if nothing was recorded as good for two weeks.
  func isQuiet(at now: Timestamp) -> Bool {
    guard let grant else { return false }
    return now >= grant.confirmed.time.adding(seconds: Limits.quietSeconds)
  }
}
