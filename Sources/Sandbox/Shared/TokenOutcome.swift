/// What came of a request for tokens, before any fault changes the answer.
enum TokenOutcome {
  /// The members of the answer.
  case tokens([String: Any])
  /// Status, error and description.
  case refused(Int, String, String)

  static func invalidGrant(_ text: String) -> Self { .refused(400, "invalid_grant", text) }
}
