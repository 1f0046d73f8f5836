/// Where an integration stands, in one word.
public enum Phase: String, CaseIterable, Sendable {
  /// There is a grant, and it is dead, past its refresh expiry, or its licence is gone.
  case grantExpired
  /// There is a grant, and a register is refused.
  case permissionDenied
  /// There is a grant, and transfers are enabled.
  case active
  /// There is a grant, and transfers are not enabled.
  case authorized
  /// There is no grant, and an attempt is open.
  case authorizing
  /// There is no grant, and the last attempt failed or expired, after any removal.
  case authorizationFailed
  /// There is no grant, support removed it, and there was no attempt since.
  case credentialsRemoved
  /// Settings were saved, and nothing more.
  case configured
  /// Nothing yet.
  case notConfigured
}

/// What became of the latest attempt, at a given time.
public enum AttemptState: Hashable, Sendable {
  /// There was none.
  case none
  /// It waits for its answer, or for what follows from it.
  case open
  /// Nobody came back in time.
  case expired
  /// It ended.
  case ended(Attempt.Outcome)
}

extension Integration {
  /// The phase at a time: the first of the list that holds.
  ///
  /// A moment of expiry itself counts as past it.
  public func phase(at now: Timestamp) -> Phase {
    if let grant {
      if !grant.isAlive(at: now) { return .grantExpired }
      if grant.denial != nil { return .permissionDenied }
      return settings?.enabled == true ? .active : .authorized
    }
    if removal != nil { return .credentialsRemoved }
    switch attemptState(at: now) {
    case .open: return .authorizing
    case .expired, .ended: return .authorizationFailed
    case .none: return settings == nil ? .notConfigured : .configured
    }
  }

  /// What became of the latest attempt, by the records and the clock.
  public func attemptState(at now: Timestamp) -> AttemptState {
    guard let attempt else { return .none }
    if let outcome = attempt.outcome { return .ended(outcome) }
    return now < attempt.expiresAt ? .open : .expired
  }

  /// The earliest moment at which the clock alone changes the phase or the attempt's state.
  public var deadline: Timestamp? {
    let expiry = attempt?.outcome == nil ? attempt?.expiresAt : nil
    let death = grant?.end == nil ? grant?.refreshTokenExpiresAt : nil
    guard let expiry, let death else { return expiry ?? death }
    return min(expiry, death)
  }

  /// The scopes that the settings' transfers need, in canonical order.
  public var neededScopes: [String] {
    (settings?.transfers.sorted ?? []).map(\.scope).sorted()
  }

  /// Whether a grant stands that lacks a scope which the settings' transfers need.
  public var needsReauthorization: Bool {
    guard let grant else { return false }
    return neededScopes.contains { !grant.scopes.contains($0) }
  }
}

extension Grant {
  /// Whether the grant can still be used, by the records and the clock.
  public func isAlive(at now: Timestamp) -> Bool {
    guard end == nil else { return false }
    return refreshTokenExpiresAt.map { now < $0 } ?? true
  }
}
