/// A command that the rules refuse: which rule, and what to do instead.
public enum Rejection: Error, Hashable, Sendable {
  /// Transfers cannot be enabled while there is no grant.
  case enablingWithoutGrant
  /// There is a grant of the other account type.
  case serviceAccountLocked(standing: AccountType)
  /// The attempt's account type is not the chosen one.
  case accountTypeNotChosen(chosen: AccountType)
  /// The attempt's account type is not the grant's.
  case accountTypeOfGrant(standing: AccountType)
  /// The attempt's id was used before.
  case attemptNotNew(AttemptID)
  /// The attempt would end before it starts, or live longer than a day.
  case attemptLifetime
  /// An attempt asks for no scope.
  case noScopes
  /// An attempt asks for scopes, and the provider has none.
  case scopesUnknown
  /// The provider has no service accounts.
  case serviceAccountUnknown
  /// An attempt is started before the company code is set.
  case companyCodeMissing
  /// Nothing was ever started with this attempt.
  case attemptUnknown(AttemptID)
  /// The attempt is not the open one.
  case attemptNotOpen(AttemptID)
  /// The callback's verdict is another one than the command says.
  case callbackVerdict(CallbackVerdict)
  /// The answer is `error` and no error is given, or an error is given with another answer.
  case callbackError
  /// The action belongs to an attempt and does not name it.
  case attemptNotNamed
  /// No callback with a code was accepted yet.
  case noCodeAccepted
  /// No callback was accepted yet.
  case noCallbackAccepted
  /// There is no grant.
  case noGrant
  /// There is a grant, so this consent replaces it and must be recorded as `reauthorized`.
  case grantStands
  /// The action belongs to another attempt than the grant's.
  case attemptOfGrant(AttemptID)
  /// The grant that was rechecked or refreshed is another one.
  case notTheGrant
  /// Another company consented.
  case wrongCompany(expected: String)
  /// A recheck found a register that is not open.
  case recheckNotOpen
  /// A dead grant cannot be refreshed.
  case grantIsDead
  /// This reason cannot occur at this stage.
  case reasonNotAtStage(Failed.Reason, Failed.Stage)
  /// A consent that replaces a grant was reported as something else.
  case viaNotConsent

  /// The rule's stable name.
  public var code: String {
    switch self {
    case .enablingWithoutGrant: "enablingWithoutGrant"
    case .serviceAccountLocked: "serviceAccountLocked"
    case .accountTypeNotChosen: "accountTypeNotChosen"
    case .accountTypeOfGrant: "accountTypeOfGrant"
    case .attemptNotNew: "attemptNotNew"
    case .attemptLifetime: "attemptLifetime"
    case .noScopes: "noScopes"
    case .scopesUnknown: "scopesUnknown"
    case .serviceAccountUnknown: "serviceAccountUnknown"
    case .companyCodeMissing: "companyCodeMissing"
    case .attemptUnknown: "attemptUnknown"
    case .attemptNotNamed: "attemptNotNamed"
    case .attemptNotOpen: "attemptNotOpen"
    case .callbackVerdict: "callbackVerdict"
    case .callbackError: "callbackError"
    case .noCodeAccepted: "noCodeAccepted"
    case .noCallbackAccepted: "noCallbackAccepted"
    case .noGrant: "noGrant"
    case .grantStands: "grantStands"
    case .attemptOfGrant: "attemptOfGrant"
    case .notTheGrant: "notTheGrant"
    case .wrongCompany: "wrongCompany"
    case .recheckNotOpen: "recheckNotOpen"
    case .grantIsDead: "grantIsDead"
    case .reasonNotAtStage: "reasonNotAtStage"
    case .viaNotConsent: "viaNotConsent"
    }
  }
}
