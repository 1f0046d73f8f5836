/// `permissionDenied`: which registers are refused, and on which layer.
public struct PermissionDenied: Hashable, Sendable {
  /// The attempt that the grant came from.
  public var attempt: AttemptID?
  /// What the refusals come from.
  public var layer: RefusalLayer
  /// The refusals, sorted by register; at least one.
  public var refusals: [RegisterRefusal]
  /// The answers of all registers that were asked, sorted by register; nil if only the refusals
  /// were recorded.
  public var checks: [Approval.Check]?

  /// Refusals; `layer` is that of each refusal which names none.
  public init(
    attempt: AttemptID? = nil, layer: RefusalLayer, refusals: [RegisterRefusal],
    checks: [Approval.Check]? = nil
  ) {
    self.attempt = attempt
    self.layer = layer
    self.refusals = refusals
    self.checks = checks
  }
}

/// What the refusal comes from; a new consent fixes only a missing scope.
public enum RefusalLayer: String, CaseIterable, Sendable {
  /// The person who approved lacks the behörighet.
  case person
  /// The grant lacks the scope.
  case scope
  /// The company or the person lacks the licence.
  case licence
}

/// One register's refusal, in the provider's own words.
public struct RegisterRefusal: Hashable, Sendable {
  /// The register.
  public var register: Register
  /// The provider's code, where it has codes; one has had two meanings, so it never classifies
  /// alone.
  public var code: Int?
  /// The provider's own sentence.
  public var message: String
  /// The HTTP status, which varies for one and the same refusal.
  public var httpStatus: Int
  /// What this refusal comes from; nil if it is the record's layer.
  public var layer: RefusalLayer?

  /// A register's refusal.
  public init(
    register: Register, code: Int?, message: String, httpStatus: Int, layer: RefusalLayer? = nil
  ) {
    self.register = register
    self.code = code
    self.message = message
    self.httpStatus = httpStatus
    self.layer = layer
  }
}
