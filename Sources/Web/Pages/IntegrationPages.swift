import Connector
import Hummingbird
import Integrations
import Ledger

/// The list of integrations, and an integration's own page.
struct IntegrationPages {
  let site: Site

  func add(to router: Router<WebContext>) {
    router.get("/companies/:company") { request, context in try list(request, context) }
    router.get("/companies/:company/:provider") { _, context in try show(context) }
    let page: RouterPath = "/companies/:company/:provider"
    router.post("\(page)/save") { try await save($0, $1) }
    router.post("\(page)/authorize") { try await authorize($0, $1) }
    router.post("\(page)/give-up") { try await giveUp($0, $1) }
    router.post("\(page)/enable") { try await enable($0, $1) }
    router.post("\(page)/recheck") { try await recheck($0, $1) }
  }

  // MARK: The list

  private func list(_ request: Request, _ context: WebContext) throws -> Response {
    let (_, company) = try site.company(context)
    let wanted = FormFields(request.uri.query ?? "")["q"] ?? ""
    let integrations = try site.connector.providers.filter { provider in
      wanted.isEmpty || provider.title.lowercased().contains(wanted.lowercased())
    }.map { provider -> [String: Any] in
      let phase = try site.connector.state(of: company, provider).phase(at: site.now)
      return [
        "path": "/companies/\(company)/\(provider.rawValue)", "name": provider.title,
        "mark": phase.mark(context.language), "tone": phase.tone,
        "about": provider.about(context.language),
      ]
    }
    return site.page(
      "integrations", context, title: Text("Integrations", "Integrationer")(context.language),
      [
        "company": company.id, "q": ProviderText.shown(wanted), "integrations": integrations,
        "isEmpty": integrations.isEmpty,
      ])
  }

  // MARK: The page

  private func show(_ context: WebContext) throws -> Response {
    let (visitor, company) = try site.company(context)
    let provider = try site.provider(context)
    let found = try site.ledger.overview(of: company, provider, latest: LogView.limit)
    let state = found?.view.state ?? Integration(provider)
    let now = found?.view.now ?? site.now
    var values = IntegrationView.values(state, company, provider, at: now, context.language)
    LogView.add(to: &values, found?.latest ?? [], context.language)
    if let found { values["advice"] = AdviceView.values(found.explanation, context.language) }
    if state.grant != nil {
      values["mail"] = SupportMail.link(
        to: site.configuration.supportEmail, company, provider, context.language)
    }
    values["mayChange"] = visitor.actor.role == .administrator
    return site.page("integration", context, title: provider.title, values)
  }

  // MARK: What an administrator does

  private func administrator(
    _ request: Request, _ context: WebContext
  ) async throws -> (Visitor, Company, Provider, FormFields) {
    _ = try site.visitor(context, as: .administrator)
    let (visitor, company) = try site.company(context)
    let provider = try site.provider(context)
    return (visitor, company, provider, try await site.form(request, context))
  }

  /// Records the settings and, where there is no grant, starts the authorization.
  private func save(_ request: Request, _ context: WebContext) async throws -> Response {
    let (visitor, company, provider, form) = try await administrator(request, context)
    let state = try site.connector.state(of: company, provider)
    let transfers = Registers(form.all("transfers").compactMap(Register.init(rawValue:)))
    var commands = [
      Command(
        .configured(
          Configured(transfers: transfers, enabled: state.settings?.enabled ?? false)),
        provider: provider, by: visitor.actor)
    ]
    // Where a grant stands the choice is locked, and the form does not hold it.
    if state.grant == nil, let account = form["account"] {
      let isService = account == AccountType.service.rawValue
      if isService != state.serviceAccountSelected {
        commands.append(
          Command(
            .serviceAccountSelected(ServiceAccountSelected(selected: isService)),
            provider: provider, by: visitor.actor))
      }
    }
    try await site.ledger.appendConcurrently(commands, to: company)
    guard state.grant == nil else { return site.redirect(to: Self.path(company, provider)) }
    return try await depart(visitor, company, provider)
  }

  private func authorize(_ request: Request, _ context: WebContext) async throws -> Response {
    let (visitor, company, provider, _) = try await administrator(request, context)
    return try await depart(visitor, company, provider)
  }

  private func depart(
    _ visitor: Visitor, _ company: Company, _ provider: Provider
  ) async throws -> Response {
    guard site.starts.admits(visitor.formToken, at: site.now) else { throw WebError.tooMany }
    let departure = try await site.connector.start(company, provider, by: visitor.actor)
    return site.redirect(
      to: departure.url,
      cookies: [
        Cookies.flow(
          departure.attempt, departure.flowCookie, seconds: Limits.attemptSeconds)
      ])
  }

  private func giveUp(_ request: Request, _ context: WebContext) async throws -> Response {
    let (visitor, company, provider, _) = try await administrator(request, context)
    try await site.connector.giveUp(company, provider, by: visitor.actor)
    return site.redirect(to: Self.path(company, provider))
  }

  private func enable(_ request: Request, _ context: WebContext) async throws -> Response {
    let (visitor, company, provider, form) = try await administrator(request, context)
    let settings = try site.connector.state(of: company, provider).settings
    let wished = Configured(
      transfers: settings?.transfers ?? Registers(), enabled: form["enabled"] == "yes")
    try await site.ledger.appendConcurrently(
      [Command(.configured(wished), provider: provider, by: visitor.actor)], to: company)
    return site.redirect(to: Self.path(company, provider))
  }

  private func recheck(_ request: Request, _ context: WebContext) async throws -> Response {
    let visitor = try site.visitor(context, as: .administrator, .support)
    let (_, company) = try site.company(context)
    let provider = try site.provider(context)
    let form = try await site.form(request, context)
    do {
      try await site.connector.recheck(company, provider, by: visitor.actor)
    } catch ConnectorError.notRefreshed, ConnectorError.grantDead {
      // Why is in the company log, which the page shows.
    }
    return site.redirect(
      to: form["return"] == "case"
        ? "/support/\(company)/\(provider.rawValue)" : Self.path(company, provider))
  }

  static func path(_ company: Company, _ provider: Provider) -> String {
    "/companies/\(company)/\(provider.rawValue)"
  }
}

extension Provider {
  fileprivate var about: Text {
    switch self {
    case .fortnox:
      Text(
        "Customers, projects, invoices and expenses to your accounting.",
        "Kunder, projekt, fakturor och utlägg till din bokföring.")
    case .fortnoxPayments:
      Text(
        "Payments of your invoices back to Moment, every night.",
        "Betalningar av dina fakturor tillbaka till Moment, varje natt.")
    }
  }
}
