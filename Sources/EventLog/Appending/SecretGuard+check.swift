package import Integrations

extension SecretGuard {
  /// Refuses an action whose free text looks like it holds a secret.
  package static func check(_ action: Action) throws(LedgerError) {
    switch action {
    case .configured, .serviceAccountSelected: return
    case .authorizeStarted(let data):
      for scope in data.scopes { try check(scope, field: "scopes") }
    case .callbackReceived(let data):
      try check(data.error, field: "error")
      try check(data.errorDescription, field: "errorDescription")
    case .approved(let data), .reauthorized(let data):
      for scope in data.scopes { try check(scope, field: "scopes") }
      try check(data.providerCompany, field: "providerCompany")
    case .failed(let data):
      try check(data.providerError, field: "providerError")
      try check(data.providerMessage, field: "providerMessage")
    case .permissionDenied(let data):
      for refusal in data.refusals { try check(refusal.message, field: "message") }
    case .credentialsRemoved(let data):
      try check(data.ticket, field: "ticket", by: .identifier)
    }
  }

  /// Refuses a text that looks like it holds a secret.
  static func check(
    _ text: String?, field: String, by rule: Rule = .words
  ) throws(LedgerError) {
    guard let text, let kind = kind(in: text, by: rule) else { return }
    throw .secret(field: field, kind: kind)
  }
}
