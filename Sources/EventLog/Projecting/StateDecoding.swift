import Integrations

extension StateReader {
  /// The state that `StateWriter.encode` wrote.
  ///
  /// - Throws: `Broken` if the bytes are anything else.
  static func decode(
    _ bytes: UnsafeRawBufferPointer, of provider: Provider
  ) throws(Broken) -> Integration {
    var reader = StateReader(bytes)
    let integration = try reader.integration(of: provider)
    guard reader.isAtEnd else { throw Broken() }
    return integration
  }

  private mutating func integration(of provider: Provider) throws(Broken) -> Integration {
    var state = Integration(provider)
    state.settings = try optional { (reader: inout Self) throws(Broken) in
      let enabled = try reader.bool()
      let transfers = try reader.registers()
      let companyCode = try reader.optional { (reader: inout Self) throws(Broken) in
        Int(try reader.number())
      }
      return Configured(
        transfers: transfers, enabled: enabled, companyCode: companyCode)
    }
    state.serviceAccountSelected = try bool()
    state.attempt = try optional { (reader: inout Self) throws(Broken) in
      try reader.latestAttempt()
    }
    let attempt = state.attempt
    state.grant = try optional { (reader: inout Self) throws(Broken) in
      try reader.grant(beside: attempt)
    }
    state.findings = try findings(of: state)
    try readPast(of: &state)
    return state
  }

  private mutating func latestAttempt() throws(Broken) -> Attempt {
    let id = try attempt()
    let accountType: AccountType = try word()
    let scopes = try texts()
    let expiresAt = try time()
    var attempt = Attempt(
      AuthorizeStarted(attempt: id, accountType: accountType, scopes: scopes, expiresAt: expiresAt),
      started: try citation())
    attempt.answer = try optional { (reader: inout Self) throws(Broken) in try reader.word() }
    attempt.answered = try optional { (reader: inout Self) throws(Broken) in
      try reader.citation()
    }
    attempt.outcome = try optional { (reader: inout Self) throws(Broken) in
      if try reader.byte() == 0 { return Attempt.Outcome.approved }
      let stage: Failed.Stage = try reader.word()
      return .failed(stage, try reader.word())
    }
    attempt.ended = try optional { (reader: inout Self) throws(Broken) in try reader.citation() }
    attempt.refusedCallback = try optional { (reader: inout Self) throws(Broken) in
      try reader.word()
    }
    attempt.refused = try optional { (reader: inout Self) throws(Broken) in try reader.citation() }
    attempt.repeats = try tally()
    attempt.isBesideEarlier = try bool()
    return attempt
  }

  private mutating func grant(beside latest: Attempt?) throws(Broken) -> Grant {
    let ownAttempt = try optional { (reader: inout Self) throws(Broken) in try reader.attempt() }
    guard let attempt = ownAttempt ?? latest?.id else { throw Broken() }
    let accountType: AccountType = try word()
    let ownScopes = try optional { (reader: inout Self) throws(Broken) in try reader.texts() }
    guard let scopes = ownScopes ?? latest?.scopes else { throw Broken() }
    let providerCompany = try text()
    let accessTokenExpiresAt = try time()
    let refreshTokenExpiresAt = try optional { (reader: inout Self) throws(Broken) in
      try reader.time()
    }
    var grant = Grant(
      Approval(
        attempt: attempt, via: .consent, accountType: accountType, scopes: scopes,
        providerCompany: providerCompany, checks: [], accessTokenExpiresAt: accessTokenExpiresAt,
        refreshTokenExpiresAt: refreshTokenExpiresAt), consented: try citation())
    grant.open = try registers()
    grant.refreshed = try optional { (reader: inout Self) throws(Broken) in
      try reader.citation()
    }
    grant.rechecked = try optional { (reader: inout Self) throws(Broken) in
      try reader.citation()
    }
    return grant
  }

  private mutating func registers() throws(Broken) -> Registers {
    let value = try unsigned()
    guard value <= UInt64(Registers.all.rawValue) else { throw Broken() }
    return Registers(rawValue: UInt16(value))
  }

  private mutating func readPast(of state: inout Integration) throws(Broken) {
    let parts = PastParts(rawValue: try byte())
    guard parts.isSubset(of: .all) else { throw Broken() }
    if parts.contains(.removal) { state.removal = try removal() }
    if parts.contains(.sameUnrevoked) { state.unrevoked = state.removal }
    if parts.contains(.unrevoked) { state.unrevoked = try removal() }
    if parts.contains(.remembered) {
      state.remembered = RememberedCompany(number: try text(), consented: try citation())
    }
    if parts.contains(.earlier) { state.earlierCallbacks = try earlierCallbacks() }
  }

  private mutating func earlierCallbacks() throws(Broken) -> EarlierCallbacks {
    let number = try count()
    var counts: [EarlierCallbacks.Count] = []
    for _ in 0..<number {
      counts.append(EarlierCallbacks.Count(attempt: try attempt(), count: try tally()))
    }
    return EarlierCallbacks(
      counts: counts,
      forgotten: try optional { (reader: inout Self) throws(Broken) in try reader.attempt() })
  }

  private mutating func removal() throws(Broken) -> Removal {
    let data = CredentialsRemoved(reason: try word(), revokedAtProvider: try bool())
    let removed = try citation()
    return Removal(
      data, removed: removed,
      providerCompany: try optional { (reader: inout Self) throws(Broken) in try reader.text() },
      endsAt: try time())
  }

  private mutating func findings(of state: Integration) throws(Broken) -> Findings {
    let number = try count()
    var findings: [Finding] = []
    for _ in 0..<number { findings.append(try finding(of: state)) }
    return Findings(stored: findings)
  }

  private mutating func finding(of state: Integration) throws(Broken) -> Finding {
    let kind: Finding.Kind = try word()
    let register: Register? = try optional { (reader: inout Self) throws(Broken) in
      try reader.word()
    }
    let isOfAttempt = try bool()
    let isCertain = try bool()
    let code = try optional { (reader: inout Self) throws(Broken) in Int(try reader.number()) }
    let scopes = try scopes(of: state)
    let accountType: AccountType? = try optional { (reader: inout Self) throws(Broken) in
      try reader.word()
    }
    return Finding(
      kind: kind, register: register, isOfAttempt: isOfAttempt, isCertain: isCertain, code: code,
      scopes: scopes, accountType: accountType, first: try citation(), latest: try citation(),
      count: try tally())
  }

  private mutating func scopes(of state: Integration) throws(Broken) -> [String] {
    guard let source = ScopeSource(rawValue: try byte()) else { throw Broken() }
    let known =
      switch source {
      case .none: [String]() as [String]?
      case .attempt: state.attempt?.scopes
      case .grant: state.grant?.scopes
      case .own: try texts()
      }
    guard let known else { throw Broken() }
    return known
  }
}
