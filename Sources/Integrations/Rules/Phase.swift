/// The state of an integration in one word, as the page and the status show it.
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
  /// The phase at a time: the first in the order of `Phase` whose condition holds.
  ///
  /// The expiry time itself counts as expired.
  public func phase(at now: Timestamp) -> Phase {
    if let grant {
      if isEnded(at: now) { return .grantExpired }
      if isRefused(grant) { return .permissionDenied }
      return settings?.enabled == true ? .active : .authorized
    }
    if removal != nil { return .credentialsRemoved }
    switch attemptState(at: now) {
    case .open: return .authorizing
    case .expired, .ended: return .authorizationFailed
    case .none: return settings == nil ? .notConfigured : .configured
    }
  }

  /// True if there is a grant that can no longer be used: it is dead, past its end, or its licence
  /// is gone.
  public func isEnded(at now: Timestamp) -> Bool {
    guard let grant else { return false }
    return !grant.isAlive(at: now, provider) || isEndedByRecord
  }

  /// True if a record ended the grant.
  private var isEndedByRecord: Bool {
    !findings.isEmpty
      && findings.all.contains { finding in
        switch finding.kind {
        case .grantDead: true
        case .integrationLicence, .anyLicence, .appNotBought: !finding.isOfAttempt
        default: false
        }
      }
  }

  private func isRefused(_ grant: Grant) -> Bool {
    !findings.isEmpty && findings.all.contains { isRelevantRefusal($0) }
  }

  /// True for the refusal of a register that is to be transferred.
  func isRelevantRefusal(_ finding: Finding) -> Bool {
    guard let register = finding.register, let settings else { return false }
    return settings.transfers.contains(register)
  }

  /// What became of the latest attempt, by the records and the clock.
  public func attemptState(at now: Timestamp) -> AttemptState {
    guard let attempt else { return .none }
    if let outcome = attempt.outcome { return .ended(outcome) }
    return now < attempt.expiresAt ? .open : .expired
  }

  /// The earliest time at which the phase, the verdict or the attempt's state changes without a new
  /// record.
  public var deadline: Timestamp? {
    let (expiry, death) = clockTimes
    guard let expiry, let death else { return expiry ?? death }
    return min(expiry, death)
  }

  /// Every time at which that happens.
  var deadlines: [Timestamp] { [clockTimes.expiry, clockTimes.death].compactMap(\.self) }

  /// When the open attempt expires, and when the grant ends by itself.
  private var clockTimes: (expiry: Timestamp?, death: Timestamp?) {
    (
      attempt?.outcome == nil ? attempt?.expiresAt : nil,
      isEndedByRecord ? nil : grant?.end(provider)
    )
  }

  /// The scopes that the settings' transfers need, in canonical order.
  public var neededScopes: [String] {
    (settings?.transfers.sorted ?? []).compactMap(profile.scope).sorted()
  }

  /// The registers to transfer whose scope the grant lacks.
  public var registersWithoutScope: [Register] {
    guard let grant, let settings else { return [] }
    let profile = profile
    return settings.transfers.sorted.filter { !profile.covers($0, by: grant.scopes) }
  }

  /// True if there is a grant and it lacks a scope that the chosen transfers need.
  public var needsReauthorization: Bool { !registersWithoutScope.isEmpty }
}

extension Grant {
  /// When it expires; nil if it never does.
  ///
  /// A person's grant without a refresh token expires with its access token if the provider's
  /// refresh tokens expire. A service account needs none: its tokens are fetched with our own
  /// credentials.
  public func end(_ provider: Provider) -> Timestamp? {
    if let refreshTokenExpiresAt { return refreshTokenExpiresAt }
    return accountType == .user && provider.refreshTokensEnd ? accessTokenExpiresAt : nil
  }

  /// True until it expires.
  func isAlive(at now: Timestamp, _ provider: Provider) -> Bool {
    end(provider).map { now < $0 } ?? true
  }
}
