import Integrations

extension Chance {
  /// Any action at all, whether or not it makes sense where it stands.
  ///
  /// It is of few attempts and registers, so that actions meet.
  mutating func wildAction() -> Action {
    let attempt = one(of: first, second, third)
    switch any(ActionName.self) {
    case .configured: return saved(any(Register.self), enabled: happens(50))
    case .serviceAccountSelected: return serviceAccount(happens(50))
    case .authorizeStarted:
      return .authorizeStarted(
        AuthorizeStarted(
          attempt: attempt, accountType: any(AccountType.self),
          scopes: happens(10) ? [] : ["customer"], expiresAt: moment()))
    case .callbackReceived:
      return .callbackReceived(
        CallbackReceived(
          attempt: attempt, answer: any(CallbackAnswer.self),
          error: happens(50) ? error().code : nil,
          errorDescription: happens(20) ? "The user declined" : nil,
          verdict: any(CallbackVerdict.self)))
    case .approved: return .approved(wildGrant(attempt))
    case .reauthorized: return .reauthorized(wildGrant(attempt))
    case .failed:
      return failed(
        one(of: attempt, nil), any(Failed.Stage.self), any(Failed.Reason.self),
        error: happens(50) ? error().code : nil, registers: happens(20) ? [.customers] : nil,
        credentials: happens(10) ? any(Failed.CredentialFault.self) : nil)
    case .permissionDenied:
      return refusal(attempt: one(of: attempt, nil))
    case .credentialsRemoved:
      return removed(any(RemovalReason.self), revoked: happens(50))
    }
  }

  private mutating func wildGrant(_ attempt: AttemptID) -> Approval {
    grant(
      attempt, any(Approval.Via.self), as: any(AccountType.self), company: one(of: ours, theirs),
      open: one(of: true, false, nil), expires: one(of: moment(), nil))
  }
}
