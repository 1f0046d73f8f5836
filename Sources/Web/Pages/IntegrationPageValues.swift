import Connector
import EventLog
import Integrations

/// The values of an integration's page.
enum IntegrationPageValues {
  /// All values of the page for a visitor.
  ///
  /// - Parameter unsaved: The settings that were filled in and not saved, and why.
  static func values(
    _ site: Site, _ visited: VisitedIntegration, unsaved: UnsavedSettings? = nil
  ) throws -> [String: Any] {
    let (company, provider, language) = (visited.company, visited.provider, visited.language)
    let found = try site.ledger.overview(of: company, provider, latest: LogView.limit)
    let state = found?.view.state ?? Integration(provider)
    let now = found?.view.now ?? site.now
    let product = try site.ledger.hostProduct()
    var values = Self.values(
      state, company, provider, product, at: now, in: language, filled: unsaved?.mine)
    try CompanyCodeView.add(to: &values, site, visited, state)
    LogView.add(to: &values, found?.latest ?? [], language)
    let isFinishing = values["isFinishing"] as? Bool == true
    let mayChange = visited.isAdministrator && !isFinishing
    let buttons = StepButtons(
      state: state, now: now, path: visited.path, company: company,
      provider: provider, supportEmail: product.supportEmail, language: language,
      isCompanyMissing: values["isMissing"] as? Bool == true)
    let explanation =
      found?.explanation
      ?? Explanation(
        of: state, company: company, provider: provider, at: now, cited: [],
        product: product)
    values["advice"] = AdviceView.values(
      explanation, language, buttons: mayChange ? buttons : nil)
    values["sequence"] = found?.view.size ?? 0
    values["mayChange"] = mayChange
    if mayChange {
      let steps = explanation.advice.ways.first ?? []
      values["buttons"] = buttons.row(advising: steps.compactMap(\.button).first)
      if state.grant != nil { values["supportMail"] = buttons.mail(.init(switching: state)) }
    }
    if let open = values["openAttempt"] as? String {
      values["waitPath"] = "\(buttons.path)/return/\(open)"
    }
    try addColleague(to: &values, site, visited, state, at: now)
    try ConnectedCompany.add(to: &values, site, visited, state)
    // The text for a person who did not come back replaces the verdict's own.
    values["isLeft"] = values["isAway"] as? Bool == true && explanation.verdict == .pending
    if let unsaved { add(unsaved, to: &values, language) }
    return values
  }

  /// The colleague whose attempt is open, if it is not the visitor's own.
  private static func addColleague(
    to values: inout [String: Any], _ site: Site, _ visited: VisitedIntegration,
    _ state: Integration, at now: Timestamp
  ) throws {
    guard let starter = try site.starter(of: state, visited.company, at: now),
      starter != visited.visitor.actor
    else { return }
    if values["isAway"] as? Bool == true {
      values["isAway"] = false
      values["mark"] = Phase.authorizing.mark(visited.language)
      values["tone"] = Phase.authorizing.tone
    }
    guard values["isFinishing"] as? Bool != true else { return }
    values["colleague"] = starter.description
    values["colleagueSince"] = state.attempt?.started.time.shown ?? ""
  }

  private static func add(
    _ unsaved: UnsavedSettings, to values: inout [String: Any], _ language: Language
  ) {
    switch unsaved {
    case .changedMeanwhile(let mine, let theirs):
      values["mine"] = mine.text(language)
      values["theirs"] = theirs.text(language)
    case .nothingToTransfer: values["hasNothing"] = true
    case .notACompanyCode: values["isNoCode"] = true
    case .noCompanyCode: values["lacksCode"] = true
    }
  }

  /// The values that show a state.
  ///
  /// - Parameter filled: Settings to show in place of those of the state.
  static func values(
    _ state: Integration, _ company: Company, _ provider: Provider, _ product: HostProduct,
    at now: Timestamp, in language: Language, filled: ShownSettings? = nil
  ) -> [String: Any] {
    let phase = state.phase(at: now)
    let open = state.attempt.flatMap { state.attemptState(at: now) == .open ? $0 : nil }
    var values: [String: Any] = [
      "path": VisitedIntegration.path(company, provider), "company": company.id,
      "provider": provider.title, "system": provider.system, "phase": phase.rawValue,
      "mark": phase.mark(language),
      "tone": phase.tone,
      "registers": registers(
        filled ?? ShownSettings(state), of: provider.profile, language),
      "hasGrant": state.grant != nil, "isOpen": open != nil,
      "isEnabled": state.settings?.enabled == true,
      "needsReauthorization": state.needsReauthorization,
    ]
    // A visitor who sees the page while an attempt is open has not come back from the provider in
    // this window.
    values["isFinishing"] = open?.answer == .code
    if let open { values["openAttempt"] = open.id.description }
    if phase == .authorizing {
      values["isAway"] = open?.answer == nil
      if open?.answer == nil {
        values["mark"] = Phase.authorizationFailed.mark(language)
        values["tone"] = "bad"
      }
    }
    for (name, value) in account(state, product, language, filled) { values[name] = value }
    values["canRecheck"] = state.grant != nil && !state.isEnded(at: now) && state.settings != nil
    if let grant = state.grant {
      values["grantKind"] =
        grant.accountType == .service
        ? Text("service account", "servicekonto")(language)
        : Text("a person's account", "en persons konto")(language)
      let noun = provider.profile.words.companyNumber(language)
      values["companyNumber"] = noun.prefix(1).uppercased() + noun.dropFirst()
      values["providerCompany"] = ProviderText.shown(grant.providerCompany)
      values["consented"] = grant.consented.time.shown
      if let expiry = grant.refreshTokenExpiresAt { values["grantExpiry"] = expiry.shown }
    }
    if open != nil, state.grant != nil { values["isReauthorizing"] = true }
    return values
  }

  private static func registers(
    _ shown: ShownSettings, of profile: ProviderProfile, _ language: Language
  ) -> [[String: Any]] {
    let chosen = shown.transfers
    let order: [Register] = [
      .customers, .projects, .invoices, .articles, .expenses, .suppliers, .payments, .attachments,
      .orders, .vouchers, .employees,
    ]
    return order.filter { profile.register($0) != nil }.map { register in
      let title = register.title(language)
      return [
        "value": register.rawValue, "title": title.prefix(1).uppercased() + title.dropFirst(),
        "checked": chosen.contains(register),
        "isMain": register == .customers || register == .projects,
      ]
    }
  }

  private static func account(
    _ state: Integration, _ product: HostProduct, _ language: Language, _ filled: ShownSettings?
  ) -> [String: Any] {
    guard state.provider.profile.hasServiceAccount else { return [:] }
    let now = ShownSettings(state).isService
    // A grant locks the choice, whatever was filled in.
    let isService = state.grant == nil ? filled?.isService ?? now : now
    var values: [String: Any] = [
      "hasAccounts": true, "isService": isService, "isUser": !isService,
      "isLocked": state.grant != nil,
    ]
    if state.grant != nil {
      let (system, support) = (state.provider.system, product.support)
      values["lockReason"] = Text(
        isService
          ? "\(system) is authorized with a service account. To use a person's account instead, "
            + "\(support.english) must first remove the stored authorization."
          : "\(system) is authorized with a person's account. To switch to a service account, "
            + "\(support.english) must first remove the stored authorization.",
        isService
          ? "\(system) är auktoriserat med ett servicekonto. För att i stället använda en persons konto "
            + "måste \(support.swedish) först ta bort den sparade auktoriseringen."
          : "\(system) är auktoriserat med en persons konto. För att byta till servicekonto måste "
            + "\(support.swedish) först ta bort den sparade auktoriseringen.")(language)
    }
    return values
  }
}
