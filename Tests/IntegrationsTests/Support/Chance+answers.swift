import Integrations

extension Chance {
  /// What Fortnox answers with, or something like it.
  mutating func error() -> (code: String, words: String?) {
    one(
      of: ("access_denied", nil), ("invalid_scope", nil), ("invalid_client", nil),
      ("server_error", nil), ("error_missing_license", nil), ("error_missing_app_license", nil),
      ("invalid_request", "error_missing_system_admin_right"),
      ("invalid_request", "does not allow service account"), ("2001103", "Api-licens saknas"),
      ("2001101", "Det finns ingen aktiv licens"), ("moon", "Månen är full"))
  }

  /// A refusal of one register or two, by code and words or by its own layer.
  mutating func refusal(attempt: AttemptID?) -> Action {
    let said: (Int?, String) = one(
      of: (2_001_538, "Saknar behörighet för kundregister"), (2_001_101, "Ingen aktiv licens"),
      (2_001_103, "Api-licens saknas"), (2_000_663, "Har inte behörighet för scope"),
      (nil, "Behörighet saknas"), (nil, "Månen är full"))
    let own: RefusalLayer? = happens(50) ? any(RefusalLayer.self) : nil
    let layer = any(RefusalLayer.self)
    let checks = happens(50) ? checks() : nil
    return happens(70)
      ? refused(
        one(of: .customers, .projects), attempt: attempt, layer: layer, code: said.0,
        message: said.1, own: own, checks: checks)
      : refused(
        .customers, .projects, attempt: attempt, layer: layer, code: said.0, message: said.1,
        own: own, checks: checks)
  }

  /// What two registers answer.
  mutating func checks() -> [Approval.Check] {
    [
      check(.customers, one(of: true, true, false, nil)),
      check(.projects, one(of: true, true, false, nil)),
    ]
  }
}
