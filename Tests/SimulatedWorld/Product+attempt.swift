import Integrations

extension Product {
  /// Sends a browser to the provider.
  mutating func begin() {
    let id = nextAttempt()
    let isService = state.grant.map { $0.accountType == .service } ?? state.serviceAccountSelected
    let started = AuthorizeStarted(
      attempt: id, accountType: isService ? .service : .user,
      scopes: world.facts.scopes(transfers),
      expiresAt: now.adding(seconds: World.attemptSeconds))
    if append(.authorizeStarted(started)) { away.append(id) }
  }

  /// The administrator gives up the open attempt.
  mutating func giveUp() {
    guard let attempt = state.attempt, attempt.outcome == nil else { return }
    append(.failed(Failed(attempt: attempt.id, stage: .authorize, reason: .abandoned)))
  }

  /// The browser that was sent away last comes back with what the provider answers this person.
  mutating func comeBack(_ visit: Happening.Visit) {
    let tabs = visit.isOfEarlierTab ? away.dropLast() : away[...]
    guard let away = tabs.last, let asked = started(away) else { return }
    let registers = world.facts.registers.filter { world.facts.covers($0, by: asked.scopes) }
    let isService = asked.accountType == .service
    var answer = world.answerConsent(
      by: visit.person, for: visit.company, asked: registers, isService: isService)
    if case .nothing = answer.kind { return }
    if answer.isPastLogin {
      switch visit.ending {
      case .approves: break
      case .declines:
        answer = ConsentAnswer(
          kind: .error("access_denied", "User denied access", .declined), maybe: answer.maybe)
      case .comesBackEmpty:
        answer = ConsentAnswer(
          kind: .empty(hasState: false), truth: .empty,
          possible: world.facts.hasCompanyCode ? .empty : [.locked, .empty])
      }
    }
    receive(answer, of: away, visit)
    if visit.travel == .twice { repeatCallback(answer, of: away) }
  }

  private func started(_ id: AttemptID) -> AuthorizeStarted? {
    for record in records.reversed() {
      if case .authorizeStarted(let data) = record.action, data.attempt == id { return data }
    }
    return nil
  }

  private mutating func receive(
    _ answer: ConsentAnswer, of id: AttemptID, _ visit: Happening.Visit
  ) {
    var shows = answer.evidence
    if id != state.attempt?.id {
      // What an earlier attempt asked for is no longer held by anybody but its record.
      for index in shows.bad.indices { shows.bad[index].widen() }
    }
    if visit.travel == .otherBrowser {
      for index in shows.bad.indices { shows.bad[index].isFromOtherBrowser = true }
      append(.callbackReceived(answer.received(id, .otherBrowser)), shows)
      return
    }
    var hasState = true
    if case .empty(false) = answer.kind { hasState = false }
    if !hasState || visit.travel == .doubled {
      let malformed = Shapes.malformed(
        id, answer: hasState ? answer.received(id, .malformed).answer.whole : .empty,
        hasState: hasState)
      append(.callbackReceived(malformed), hasState ? Evidence() : shows)
      return
    }
    let verdict = state.verdict(onCallbackOf: id, at: now)
    guard append(.callbackReceived(answer.received(id, verdict)), shows), verdict == .accepted
    else { return }
    switch answer.kind {
    case .nothing, .empty: return
    case .error(let error, let words, let reason):
      let failed = Failed(
        attempt: id, stage: .callback, reason: reason, providerError: error, providerMessage: words)
      let callback = evidence.count - 1
      // The callback and the failure say one and the same.
      if append(.failed(failed), shows) { evidence[callback] = Evidence() }
    case .code(let consent): exchange(consent, of: id, visit)
    }
  }

  private mutating func repeatCallback(_ answer: ConsentAnswer, of id: AttemptID) {
    let verdict = state.verdict(onCallbackOf: id, at: now)
    guard verdict != .accepted else { return }
    append(.callbackReceived(answer.received(id, verdict)))
  }
}

extension ConsentAnswer {
  /// Whether the person saw a page on which a decision could be made.
  fileprivate var isPastLogin: Bool {
    switch kind {
    case .code: true
    case .error(_, _, let reason): reason != .scopeNotEnabled
    case .nothing, .empty: false
    }
  }

  fileprivate var evidence: Evidence {
    let bad = Evidence.Bad(truth: truth, possible: possible, origin: .attempt)
    return Evidence(bad: possible.isEmpty ? [] : [bad], maybe: maybe)
  }

  fileprivate func received(
    _ id: AttemptID, _ verdict: CallbackVerdict
  ) -> CallbackReceived {
    switch kind {
    case .error(let error, let words, _):
      CallbackReceived(
        attempt: id, answer: .error, error: error, errorDescription: words, verdict: verdict)
    case .code: CallbackReceived(attempt: id, answer: .code, verdict: verdict)
    case .nothing, .empty: CallbackReceived(attempt: id, answer: .empty, verdict: verdict)
    }
  }
}

extension CallbackAnswer {
  /// The answer as a record of a doubled callback can hold it: without an error's words.
  fileprivate var whole: Self { self == .error ? .empty : self }
}
