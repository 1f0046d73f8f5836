/// Something done on the way to an authorization: exactly these nine, recorded as one event each.
public enum Action: Hashable, Sendable {
  /// Settings were saved.
  case configured(Configured)
  /// The choice of a service account was made or taken back, before authorizing.
  case serviceAccountSelected(ServiceAccountSelected)
  /// The browser was sent to the provider.
  case authorizeStarted(AuthorizeStarted)
  /// The provider sent the browser back, or somebody imitated that.
  case callbackReceived(CallbackReceived)
  /// A grant was given, or found in order again.
  case approved(Approval)
  /// An attempt, a refresh or a check failed.
  case failed(Failed)
  /// There is a grant, but a register is refused.
  case permissionDenied(PermissionDenied)
  /// Consent was given while an earlier grant stood, which it replaces.
  case reauthorized(Approval)
  /// Support removed the stored authorization.
  case credentialsRemoved(CredentialsRemoved)

  /// Which of the nine this is.
  public var name: ActionName {
    switch self {
    case .configured: .configured
    case .serviceAccountSelected: .serviceAccountSelected
    case .authorizeStarted: .authorizeStarted
    case .callbackReceived: .callbackReceived
    case .approved: .approved
    case .failed: .failed
    case .permissionDenied: .permissionDenied
    case .reauthorized: .reauthorized
    case .credentialsRemoved: .credentialsRemoved
    }
  }

  /// The attempt that the action belongs to, where it belongs to one.
  public var attempt: AttemptID? {
    switch self {
    case .configured, .serviceAccountSelected, .credentialsRemoved: nil
    case .authorizeStarted(let data): data.attempt
    case .callbackReceived(let data): data.attempt
    case .approved(let data), .reauthorized(let data): data.attempt
    case .failed(let data): data.attempt
    case .permissionDenied(let data): data.attempt
    }
  }
}

/// The names of the nine, as the code, the record, the command line and the documents spell them.
public enum ActionName: String, CaseIterable, Sendable {
  /// Settings were saved.
  case configured
  /// The choice of a service account was made or taken back.
  case serviceAccountSelected
  /// The browser was sent to the provider.
  case authorizeStarted
  /// The provider sent the browser back.
  case callbackReceived
  /// A grant was given, or found in order again.
  case approved
  /// An attempt, a refresh or a check failed.
  case failed
  /// A register is refused.
  case permissionDenied
  /// A grant was replaced.
  case reauthorized
  /// Support removed the stored authorization.
  case credentialsRemoved
}
