import Integrations

/// The records whose shape has optional fields, made in one place.
enum Shapes {
  /// Whether a refusal's record also holds what the other registers answered.
  static let deniedHoldsChecks = true

  /// A refused register with the layer of its own.
  static func refusal(
    _ register: Register, code: Int?, message: String, layer: RefusalLayer, status: Int
  ) -> RegisterRefusal {
    RegisterRefusal(
      register: register, code: code, message: message, httpStatus: status, layer: layer)
  }

  /// Refusals, with what all registers answered.
  static func denied(
    _ attempt: AttemptID, layer: RefusalLayer, _ refusals: [RegisterRefusal],
    checks: [Approval.Check]
  ) -> PermissionDenied {
    PermissionDenied(attempt: attempt, layer: layer, refusals: refusals, checks: checks)
  }

  /// A check whose answers nobody understands.
  static func notUnderstood(
    _ attempt: AttemptID, code: String, message: String, registers: [Register]
  ) -> Failed {
    Failed(
      attempt: attempt, stage: .check, reason: .unrecognised, providerError: code,
      providerMessage: message, httpStatus: 400, registers: Registers(registers))
  }

  /// A refresh for which our copy of the credentials is missing.
  static func credentialsMissing(_ attempt: AttemptID) -> Failed {
    Failed(attempt: attempt, stage: .refresh, reason: .unrecognised, credentials: .missing)
  }

  /// A callback that does not have the form of one.
  static func malformed(
    _ attempt: AttemptID, answer: CallbackAnswer, hasState: Bool
  ) -> CallbackReceived {
    CallbackReceived(
      attempt: attempt, answer: answer, verdict: .malformed,
      fault: hasState ? .doubled : .noState)
  }
}

extension Shapes {
  /// What all registers answered, where a refusal's record holds that.
  static func checks(of data: PermissionDenied) -> [Approval.Check] { data.checks ?? [] }

  /// The registers whose answers nobody understood.
  static func registers(of data: Failed) -> [Register] { data.registers?.sorted ?? [] }
}
