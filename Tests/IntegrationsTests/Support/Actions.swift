import Integrations

// The nine actions in as few words as a story needs; what a story leaves out is the same everywhere.

/// The attempts of a story, in the order it starts them.
let first = AttemptID(high: 0x01a1_a0a3_1298_7e5f, low: 0x9607_4d6b_b434_1cd1)
let second = AttemptID(high: 0x01a1_a0a3_1298_7e5f, low: 0x9607_4d6b_b434_1cd2)
let third = AttemptID(high: 0x01a1_a0a3_1298_7e5f, low: 0x9607_4d6b_b434_1cd3)

/// Fortnox's numbers of the company that a story is about, and of another.
let ours = "482915"
let theirs = "771204"

func saved(
  _ transfers: Register..., enabled: Bool = false, companyCode: Int? = nil
) -> Action {
  let registers = transfers.isEmpty ? [.customers] : transfers
  return .configured(
    Configured(transfers: Registers(registers), enabled: enabled, companyCode: companyCode))
}

func serviceAccount(_ selected: Bool) -> Action {
  .serviceAccountSelected(ServiceAccountSelected(selected: selected))
}

/// An attempt that ends 45 minutes after the time it is given.
func started(
  _ attempt: AttemptID, at time: Timestamp, as accountType: AccountType = .user,
  scopes: [String] = ["companyinformation", "customer"]
) -> Action {
  let expiresAt = time.adding(seconds: Limits.attemptSeconds)
  return .authorizeStarted(
    AuthorizeStarted(
      attempt: attempt, accountType: accountType, scopes: scopes, expiresAt: expiresAt))
}

func callback(
  _ attempt: AttemptID, _ answer: CallbackAnswer = .code,
  _ verdict: CallbackVerdict = .accepted, error: String = "access_denied",
  words: String? = nil, fault: CallbackFault? = nil
) -> Action {
  .callbackReceived(
    CallbackReceived(
      attempt: attempt, answer: answer, error: answer == .error ? error : nil,
      errorDescription: words, verdict: verdict, fault: fault))
}

/// A grant as it is given or found: all it says is said by `approved` and `reauthorized` alike.
///
/// A refresh asks no register.
func grant(
  _ attempt: AttemptID, _ via: Approval.Via = .consent, as accountType: AccountType = .user,
  company: String = ours, scopes: [String] = ["companyinformation", "customer"],
  open: Bool? = true, checks: [Approval.Check]? = nil, access: Timestamp = hour(1),
  expires: Timestamp? = day(45)
) -> Approval {
  Approval(
    attempt: attempt, via: via, accountType: accountType, scopes: scopes,
    providerCompany: company, checks: checks ?? (via == .refresh ? [] : [check(.customers, open)]),
    accessTokenExpiresAt: access, refreshTokenExpiresAt: expires)
}

func check(_ register: Register, _ isOpen: Bool?) -> Approval.Check {
  Approval.Check(register: register, ok: isOpen)
}

func failed(
  _ attempt: AttemptID? = nil, _ stage: Failed.Stage, _ reason: Failed.Reason,
  error: String? = nil, words: String? = nil, status: Int? = nil, registers: [Register]? = nil,
  credentials: Failed.CredentialFault? = nil, revoked: Bool? = nil
) -> Action {
  .failed(
    Failed(
      attempt: attempt, stage: stage, reason: reason, providerError: error,
      providerMessage: words, httpStatus: status, registers: registers.map { Registers($0) },
      credentials: credentials, revokedAtProvider: revoked))
}

func refused(
  _ registers: Register..., attempt: AttemptID? = first, layer: RefusalLayer = .person,
  code: Int? = 2_001_538, message: String = "Saknar behörighet för kundregister",
  own: RefusalLayer? = nil, checks: [Approval.Check]? = nil
) -> Action {
  let refusals = registers.map {
    RegisterRefusal(
      register: $0, code: code, message: message, httpStatus: 400, layer: own)
  }
  return .permissionDenied(
    PermissionDenied(attempt: attempt, layer: layer, refusals: refusals, checks: checks))
}

func removed(
  _ reason: RemovalReason = .requested, revoked: Bool = true
) -> Action {
  .credentialsRemoved(CredentialsRemoved(reason: reason, revokedAtProvider: revoked))
}

/// Every story starts at 2026-11-03T09:00Z; times in it are told as so long after that.
private let start = Timestamp(milliseconds: 1_793_696_400_000)

func minute(_ count: Int64) -> Timestamp { start.adding(seconds: 60 * count) }
func hour(_ count: Int64) -> Timestamp { minute(60 * count) }
func day(_ count: Int64) -> Timestamp { hour(24 * count) }

extension Timestamp {
  /// The last moment before this one, to stand on either side of a border.
  var justBefore: Timestamp { Timestamp(milliseconds: milliseconds - 1) }
}
