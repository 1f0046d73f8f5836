import Integrations

/// An integration's state as its page shows it.
enum IntegrationView {
  static func values(
    _ state: Integration, _ company: Company, _ provider: Provider, at now: Timestamp,
    _ language: Language
  ) -> [String: Any] {
    let phase = state.phase(at: now)
    let open = state.attempt.flatMap { state.attemptState(at: now) == .open ? $0 : nil }
    var values: [String: Any] = [
      "path": IntegrationPages.path(company, provider), "company": company.id,
      "provider": provider.title, "phase": phase.rawValue, "mark": phase.mark(language),
      "tone": phase.tone, "registers": registers(state, language),
      "hasGrant": state.grant != nil, "isOpen": open != nil,
      "isEnabled": state.settings?.enabled == true,
      "needsReauthorization": state.needsReauthorization,
    ]
    // Whoever sees the page while an attempt is open has not come back from Fortnox in this window.
    if phase == .authorizing {
      values["isFinishing"] = open?.answer == .code
      values["isAway"] = open?.answer == nil
      if open?.answer == nil {
        values["mark"] = Phase.authorizationFailed.mark(language)
        values["tone"] = "bad"
      }
    }
    for (name, value) in account(state, language) { values[name] = value }
    values["showsAuthorize"] = state.grant == nil && phase != .notConfigured && phase != .configured
    values["canRecheck"] = state.grant != nil && !state.isEnded(at: now) && state.settings != nil
    if let grant = state.grant {
      values["grantKind"] =
        grant.accountType == .service
        ? Text("service account", "servicekonto")(language)
        : Text("a person's account", "en persons konto")(language)
      values["providerCompany"] = ProviderText.shown(grant.providerCompany)
      values["consented"] = grant.consented.time.shown
      if let expiry = grant.refreshTokenExpiresAt { values["grantExpiry"] = expiry.shown }
    }
    if open != nil, state.grant != nil { values["isReauthorizing"] = true }
    return values
  }

  private static func registers(_ state: Integration, _ language: Language) -> [[String: Any]] {
    let chosen = state.settings?.transfers ?? Registers([.customers, .projects])
    let order: [Register] = [
      .customers, .projects, .invoices, .articles, .expenses, .suppliers, .payments, .attachments,
      .orders, .vouchers, .employees,
    ]
    return order.map { register in
      let title = register.title(language)
      return [
        "value": register.rawValue, "title": title.prefix(1).uppercased() + title.dropFirst(),
        "checked": chosen.contains(register),
        "isMain": register == .customers || register == .projects,
      ]
    }
  }

  private static func account(_ state: Integration, _ language: Language) -> [String: Any] {
    let isService = state.grant.map { $0.accountType == .service } ?? state.serviceAccountSelected
    var values: [String: Any] = [
      "isService": isService, "isUser": !isService, "isLocked": state.grant != nil,
    ]
    if state.grant != nil {
      values["lockReason"] = Text(
        isService
          ? "Fortnox is authorized with a service account. To use a person's account instead, Moment's "
            + "support must first remove the stored authorization."
          : "Fortnox is authorized with a person's account. To switch to a service account, Moment's "
            + "support must first remove the stored authorization.",
        isService
          ? "Fortnox är auktoriserat med ett servicekonto. För att i stället använda en persons konto "
            + "måste Moments support först ta bort den sparade auktoriseringen."
          : "Fortnox är auktoriserat med en persons konto. För att byta till servicekonto måste Moments "
            + "support först ta bort den sparade auktoriseringen.")(language)
    }
    return values
  }
}

/// A mail to support, written as far as it can be.
enum SupportMail {
  static func link(
    to address: String, _ company: Company, _ provider: Provider, _ language: Language
  ) -> String {
    let subject = Text(
      "Remove the authorization of \(provider.title) for \(company)",
      "Ta bort auktoriseringen av \(provider.title) för \(company)")(language)
    let body = Text(
      """
      Hello,

      please remove the stored authorization of \(provider.title) for our company (\(company)), so \
      that we can authorize with a service account instead.

      """,
      """
      Hej,

      ta gärna bort den sparade auktoriseringen av \(provider.title) för vårt företag (\(company)), så \
      att vi kan auktorisera med ett servicekonto i stället.

      """)(language)
    return "mailto:\(address)?subject=\(escape(subject))&body=\(escape(body))"
  }

  /// Percent-encoded (RFC 6068 section 2), line ends as mail has them.
  private static func escape(_ text: String) -> String {
    var escaped = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: escaped.unicodeScalars.append(.init(byte))
      case 0x0a: escaped += "%0D%0A"
      default: escaped += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
      }
    }
    return escaped
  }
}
