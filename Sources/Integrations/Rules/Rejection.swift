/// A command that the rules refuse: which rule, and what to do instead.
public enum Rejection: Error, Hashable, Sendable {
  /// Transfers cannot be enabled while there is no grant.
  case enablingWithoutGrant
  /// A grant of the other kind stands.
  case serviceAccountLocked(standing: AccountType)
  /// The attempt's kind is not the one that was chosen.
  case accountTypeNotChosen(chosen: AccountType)
  /// The attempt's kind is not the grant's.
  case accountTypeOfGrant(standing: AccountType)
  /// The attempt's id was used before.
  case attemptNotNew(AttemptID)
  /// The attempt would end before it starts, or live longer than a day.
  case attemptLifetime
  /// An attempt asks for no scope.
  case noScopes
  /// Nothing was ever started with this attempt.
  case attemptUnknown(AttemptID)
  /// The attempt is not the open one.
  case attemptNotOpen(AttemptID)
  /// The callback has another verdict than the one told.
  case callbackVerdict(CallbackVerdict)
  /// An answer `error` without the error, or an error beside another answer.
  case callbackError
  /// What belongs to an attempt does not say to which.
  case attemptNotNamed
  /// No callback with a code was accepted yet.
  case noCodeAccepted
  /// No callback was accepted yet.
  case noCallbackAccepted
  /// There is no grant.
  case noGrant
  /// A grant stands, so this consent replaces it.
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
  /// This stage cannot come to nothing for this reason.
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
