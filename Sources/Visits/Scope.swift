/// What a service key may do.
public enum Scope: String, CaseIterable, Sendable {
  /// Read records, their feed and publications.
  case recordsRead = "records:read"
  /// Read the status of integrations, explanations and company logs.
  case statusRead = "status:read"
  /// Get access tokens.
  case tokensRead = "tokens:read"
  /// Read checkpoints, proofs and evidence packages.
  case evidenceRead = "evidence:read"
  /// Read the server's metrics.
  case metricsRead = "metrics:read"
  /// Make links that let people in.
  case sessionsCreate = "sessions:create"
}
