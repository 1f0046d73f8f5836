import Integrations

extension CanonicalWriter {
  /// Writes an action's `data`, members in RFC 8785 order.
  mutating func data(of action: Action) {
    switch action {
    case .configured(let data): configured(data)
    case .serviceAccountSelected(let data):
      raw(#"{"selected":"#)
      bool(data.selected)
      raw("}")
    case .authorizeStarted(let data): authorizeStarted(data)
    case .callbackReceived(let data): callbackReceived(data)
    case .approved(let data), .reauthorized(let data): approval(data)
    case .failed(let data): failed(data)
    case .permissionDenied(let data): permissionDenied(data)
    case .credentialsRemoved(let data): credentialsRemoved(data)
    }
  }

  private mutating func configured(_ data: Configured) {
    raw("{")
    if let companyCode = data.companyCode {
      raw(#""companyCode":"#)
      integer(Int64(companyCode))
      raw(",")
    }
    raw(#""enabled":"#)
    bool(data.enabled)
    raw(#","transfers":"#)
    list(data.transfers.sorted) { $0.plain($1.rawValue) }
    raw("}")
  }

  private mutating func authorizeStarted(_ data: AuthorizeStarted) {
    raw(#"{"accountType":"#)
    plain(data.accountType.rawValue)
    raw(#","attempt":"#)
    plain(data.attempt.description)
    raw(#","expiresAt":"#)
    plain(data.expiresAt.description)
    raw(#","scopes":"#)
    list(data.scopes) { $0.string($1) }
    raw("}")
  }

  private mutating func callbackReceived(_ data: CallbackReceived) {
    raw(#"{"answer":"#)
    plain(data.answer.rawValue)
    raw(#","attempt":"#)
    plain(data.attempt.description)
    optional(#","error":"#, data.error)
    optional(#","errorDescription":"#, data.errorDescription)
    optional(#","fault":"#, data.fault?.rawValue)
    raw(#","verdict":"#)
    plain(data.verdict.rawValue)
    raw("}")
  }

  private mutating func approval(_ data: Approval) {
    raw(#"{"accessTokenExpiresAt":"#)
    plain(data.accessTokenExpiresAt.description)
    raw(#","accountType":"#)
    plain(data.accountType.rawValue)
    raw(#","attempt":"#)
    plain(data.attempt.description)
    raw(#","checks":"#)
    checks(data.checks)
    raw(#","providerCompany":"#)
    string(data.providerCompany)
    optional(#","refreshTokenExpiresAt":"#, data.refreshTokenExpiresAt?.description)
    raw(#","scopes":"#)
    list(data.scopes) { $0.string($1) }
    raw(#","via":"#)
    plain(data.via.rawValue)
    raw("}")
  }

  private mutating func failed(_ data: Failed) {
    raw("{")
    if let attempt = data.attempt {
      raw(#""attempt":"#)
      plain(attempt.description)
      raw(",")
    }
    if let credentials = data.credentials {
      raw(#""credentials":"#)
      plain(credentials.rawValue)
      raw(",")
    }
    if let httpStatus = data.httpStatus {
      raw(#""httpStatus":"#)
      integer(Int64(httpStatus))
      raw(",")
    }
    if let providerError = data.providerError {
      raw(#""providerError":"#)
      string(providerError)
      raw(",")
    }
    if let providerMessage = data.providerMessage {
      raw(#""providerMessage":"#)
      string(providerMessage)
      raw(",")
    }
    raw(#""reason":"#)
    plain(data.reason.rawValue)
    if let registers = data.registers {
      raw(#","registers":"#)
      list(registers.sorted) { $0.plain($1.rawValue) }
    }
    if let revoked = data.revokedAtProvider {
      raw(#","revokedAtProvider":"#)
      bool(revoked)
    }
    raw(#","stage":"#)
    plain(data.stage.rawValue)
    raw("}")
  }

  private mutating func permissionDenied(_ data: PermissionDenied) {
    raw("{")
    if let attempt = data.attempt {
      raw(#""attempt":"#)
      plain(attempt.description)
      raw(",")
    }
    if let answers = data.checks {
      raw(#""checks":"#)
      checks(answers)
      raw(",")
    }
    raw(#""layer":"#)
    plain(data.layer.rawValue)
    raw(#","refusals":"#)
    list(data.refusals) { $0.refusal($1) }
    raw("}")
  }

  private mutating func refusal(_ refusal: RegisterRefusal) {
    raw("{")
    if let code = refusal.code {
      raw(#""code":"#)
      integer(Int64(code))
      raw(",")
    }
    raw(#""httpStatus":"#)
    integer(Int64(refusal.httpStatus))
    optional(#","layer":"#, refusal.layer?.rawValue)
    raw(#","message":"#)
    string(refusal.message)
    raw(#","register":"#)
    plain(refusal.register.rawValue)
    raw("}")
  }

  private mutating func credentialsRemoved(_ data: CredentialsRemoved) {
    raw(#"{"reason":"#)
    plain(data.reason.rawValue)
    raw(#","revokedAtProvider":"#)
    bool(data.revokedAtProvider)
    optional(#","ticket":"#, data.ticket)
    raw("}")
  }

  private mutating func checks(_ checks: [Approval.Check]) {
    list(checks) { writer, check in
      writer.raw("{")
      if let ok = check.ok {
        writer.raw(#""ok":"#)
        writer.bool(ok)
        writer.raw(",")
      }
      writer.raw(#""register":"#)
      writer.plain(check.register.rawValue)
      writer.raw("}")
    }
  }

  private mutating func optional(_ name: StaticString, _ text: String?) {
    guard let text else { return }
    raw(name)
    string(text)
  }

  private mutating func list<Element>(
    _ elements: [Element], _ write: (inout CanonicalWriter, Element) -> Void
  ) {
    raw("[")
    for (index, element) in elements.enumerated() {
      if index > 0 { raw(",") }
      write(&self, element)
    }
    raw("]")
  }
}
