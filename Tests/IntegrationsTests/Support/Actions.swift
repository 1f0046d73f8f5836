import Integrations

// The nine actions in as few words as a story needs; what a story leaves out is the same everywhere.

/// The attempts of a story, in the order it starts them.
let first = AttemptID(high: 0x01a1_a0a3_1298_7e5f, low: 0x9607_4d6b_b434_1cd1)
let second = AttemptID(high: 0x01a1_a0a3_1298_7e5f, low: 0x9607_4d6b_b434_1cd2)
let third = AttemptID(high: 0x01a1_a0a3_1298_7e5f, low: 0x9607_4d6b_b434_1cd3)

/// Fortnox's numbers of the company that a story is about, and of another.
let ours = "482915"
let theirs = "771204"

func saved(_ transfers: Register..., enabled: Bool = false) -> Action {
  let registers = transfers.isEmpty ? [.customers] : transfers
  return .configured(Configured(transfers: Registers(registers), enabled: enabled))
}

func serviceAccount(_ selected: Bool) -> Action {
  .serviceAccountSelected(ServiceAccountSelected(selected: selected))
}

/// An attempt that ends 45 minutes after the time it is given.
func started(
  _ attempt: AttemptID, at time: Timestamp, as accountType: AccountType = .user,
  scopes: [String] = ["companyinformation", "customer"]
) -> Action {
  let expiresAt = time.adding(seconds: AuthorizeStarted.lifetimeSeconds)
  return .authorizeStarted(
    AuthorizeStarted(
      attempt: attempt, accountType: accountType, scopes: scopes, expiresAt: expiresAt))
}

func callback(
  _ attempt: AttemptID, _ answer: CallbackReceived.Answer = .code,
  _ verdict: CallbackReceived.Verdict = .accepted
) -> Action {
  let error = answer == .error ? "access_denied" : nil
  return .callbackReceived(
    CallbackReceived(attempt: attempt, answer: answer, error: error, verdict: verdict))
}

/// A grant as it is given or found: all it says is said by `approved` and `reauthorized` alike.
func grant(
  _ attempt: AttemptID, _ via: Approval.Via = .consent, as accountType: AccountType = .user,
  company: String = ours, open: Bool? = true, expires: Timestamp? = day(45)
) -> Approval {
  Approval(
    attempt: attempt, via: via, accountType: accountType,
    scopes: ["companyinformation", "customer"], providerCompany: company,
    checks: [Approval.Check(register: .customers, ok: open)], accessTokenExpiresAt: hour(1),
    refreshTokenExpiresAt: expires)
}

func failed(
  _ attempt: AttemptID? = nil, _ stage: Failed.Stage, _ reason: Failed.Reason
) -> Action {
  .failed(Failed(attempt: attempt, stage: stage, reason: reason))
}

func refused(
  _ registers: Register..., attempt: AttemptID? = first, layer: PermissionDenied.Layer = .person,
  code: Int = 2_001_538, message: String = "Saknar behörighet för kundregister"
) -> Action {
  let refusals = registers.map {
    PermissionDenied.Refusal(register: $0, code: code, message: message, httpStatus: 400)
  }
  return .permissionDenied(PermissionDenied(attempt: attempt, layer: layer, refusals: refusals))
}

func removed(_ reason: CredentialsRemoved.Reason = .requested) -> Action {
  .credentialsRemoved(CredentialsRemoved(reason: reason, revokedAtProvider: true))
}
