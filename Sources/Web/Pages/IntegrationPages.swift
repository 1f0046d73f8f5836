import Connector
import EventLog
import Foundation
import Hummingbird
import Integrations

/// The list of integrations, and an integration's own page.
struct IntegrationPages {
  let site: Site

  func add(to router: Router<WebContext>) {
    router.get("/companies/:company") { request, context in try list(request, context) }
    router.get("/companies/:company/:provider") { try show($0, $1) }
    let page: RouterPath = "/companies/:company/:provider"
    router.post("\(page)/save") { try await save($0, $1) }
    router.post("\(page)/authorize") { try await authorize($0, $1) }
    router.post("\(page)/give-up") { try await giveUp($0, $1) }
    router.post("\(page)/enable") { try await enable($0, $1) }
    router.post("\(page)/recheck") { try await recheck($0, $1) }
    router.post("\(page)/look") { try await look($0, $1) }
  }

  // MARK: The list

  private func list(_ request: Request, _ context: WebContext) throws -> Response {
    let (_, company) = try site.company(context)
    let wanted = (FormFields(request.uri.query ?? "")["q"] ?? "")
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let integrations = try site.connector.providers.enumerated().filter { _, provider in
      wanted.isEmpty || provider.title.localizedCaseInsensitiveContains(wanted)
    }.map { index, provider -> [String: Any] in
      let phase = try site.connector.state(of: company, provider).phase(at: site.now)
      return [
        "path": VisitedIntegration.path(company, provider), "name": provider.title,
        "initial": provider.title.split(separator: " ").map { $0.prefix(1) }.joined(),
        "shape": Self.shapes[index % Self.shapes.count],
        "mark": phase.mark(context.language), "tone": phase.tone,
        "about": provider.profile.about(site.product)(context.language),
      ]
    }
    return site.page(
      "integrations", context, title: Text("Integrations", "Integrationer")(context.language),
      [
        "company": company.id, "q": ProviderText.shown(wanted), "integrations": integrations,
        "isEmpty": integrations.isEmpty,
      ])
  }

  /// What tells the marks of integrations apart whose names begin alike.
  private static let shapes = ["round", "square", "leaf"]

  // MARK: The page

  private func show(_ request: Request, _ context: WebContext) throws -> Response {
    let visited = try site.integration(context)
    var values = try IntegrationPageValues.values(site, visited)
    if let checked = FormFields(request.uri.query ?? "")["checked"] {
      let state = try site.connector.state(of: visited.company, visited.provider)
      values["found"] = CheckView.text(state, isAsked: checked == "yes")(context.language)
    }
    values["isMissingStill"] = FormFields(request.uri.query ?? "")["looked"] == "yes"
    let waits = values["isFinishing"] as? Bool == true
    return site.page(
      "integration", context, title: visited.provider.title, waits: waits, values)
  }

  /// The page with the settings that were filled in, and why they were not saved.
  private func show(_ unsaved: UnsavedSettings, _ context: WebContext) throws -> Response {
    let visited = try site.integration(context)
    let values = try IntegrationPageValues.values(site, visited, unsaved: unsaved)
    var context = context
    context.path = visited.path
    return site.page(
      "integration", context, title: visited.provider.title, status: unsaved.status, values)
  }

  // MARK: What an administrator does

  /// One button of the settings form, pressed.
  private struct Press {
    let visited: VisitedIntegration
    let form: FormFields
    var settings: SettingsForm?
    /// The state when the button was pressed.
    let state: Integration
    /// When a page stops waiting for another process that writes.
    let deadline = ContinuousClock.now + IntegrationPages.patience

    /// The time until the deadline.
    var patience: Duration { max(.milliseconds(50), ContinuousClock.now.duration(to: deadline)) }

    var company: Company { visited.company }
    var provider: Provider { visited.provider }
    var author: Author { visited.visitor.author }
    var path: String { visited.path }
  }

  /// Reads the form of a button that an administrator pressed.
  private func press(_ request: Request, _ context: WebContext) async throws -> Press {
    _ = try site.visitor(context, as: .administrator)
    let visited = try site.integration(context)
    let form = try await site.writingForm(request, context, of: visited.company)
    return Press(
      visited: visited, form: form, settings: SettingsForm(form),
      state: try site.connector.state(of: visited.company, visited.provider))
  }

  /// Saves the settings of a form, and then does what its button says.
  ///
  /// - Parameter next: Makes the answer once the settings are saved.
  private func saving(
    _ press: Press, _ context: WebContext, enabling: Bool? = nil,
    _ next: () async throws -> Response
  ) async throws -> Response {
    do {
      try await SettingsSaver(
        connector: site.connector, company: press.company, provider: press.provider,
        author: press.author, id: press.form["id"].flatMap { RecordID($0) },
        patience: press.patience
      ).save(press.settings, enabling: enabling)
    } catch let unsaved as UnsavedSettings {
      return try show(unsaved, context)
    }
    return try await next()
  }

  /// A redirect to the waiting page while an accepted callback is being finished; nil otherwise.
  ///
  /// A consent without the expected company waits for a person and not for us.
  private func waiting(_ press: Press) throws -> Response? {
    guard let attempt = press.state.attempt, press.state.attemptState(at: site.now) == .open,
      attempt.answer == .code, try !isCompanyMissing(press)
    else { return nil }
    return site.redirect(to: "\(press.path)/return/\(attempt.id)")
  }

  /// Saves the settings and, if there is no grant, starts the authorization.
  private func save(_ request: Request, _ context: WebContext) async throws -> Response {
    var press = try await press(request, context)
    if let waiting = try waiting(press) { return waiting }
    if press.settings == nil {
      let size = try site.ledger.integration(of: press.company, press.provider)?.size
      press.settings = SettingsForm(press.form, size ?? 0)
    }
    let isMissing = try isCompanyMissing(press)
    return try await saving(press, context) {
      // The code may have been corrected.
      if isMissing { return try await look(press) }
      guard press.state.grant == nil else { return site.redirect(to: press.path) }
      return try await depart(press, context)
    }
  }

  private func authorize(_ request: Request, _ context: WebContext) async throws -> Response {
    let press = try await press(request, context)
    if let waiting = try waiting(press) { return waiting }
    return try await saving(press, context) {
      // The page is from before a colleague's consent, so nothing is started.
      let isStale = press.state.grant != nil && press.settings?.isService != nil
      return isStale ? site.redirect(to: press.path) : try await depart(press, context)
    }
  }

  private func depart(_ press: Press, _ context: WebContext) async throws -> Response {
    let departure: Departure
    do {
      departure = try await site.connector.start(
        press.company, press.provider, by: press.author, patience: press.patience)
    } catch ConnectorError.noCompanyCode {
      let state = try site.connector.state(of: press.company, press.provider)
      return try show(UnsavedSettings.noCompanyCode(mine: ShownSettings(state)), context)
    }
    let cookie = Cookies.flow(
      departure.attempt, departure.flowCookie, seconds: Limits.attemptSeconds)
    return switch press.provider.profile.leaving {
    case .page: site.leavingPage(to: departure.url, press.provider, context, cookie: cookie)
    case .redirect: site.redirect(to: departure.url, cookies: [cookie])
    }
  }

  // MARK: A consent without the expected company

  private func isCompanyMissing(_ press: Press) throws -> Bool {
    try site.connector.isCompanyMissing(press.company, press.provider)
  }

  /// Looks for the company at once, since the person says that it was allowed.
  private func look(_ request: Request, _ context: WebContext) async throws -> Response {
    let press = try await press(request, context)
    return try await saving(press, context) { try await look(press) }
  }

  private func look(_ press: Press) async throws -> Response {
    let isMissing = try await site.connector.lookForCompany(
      press.company, press.provider, patience: press.patience)
    return site.redirect(to: isMissing ? "\(press.path)?looked=yes" : press.path)
  }

  private func giveUp(_ request: Request, _ context: WebContext) async throws -> Response {
    let press = try await press(request, context)
    if let waiting = try waiting(press) { return waiting }
    return try await saving(press, context) {
      try await site.connector.giveUp(
        press.company, press.provider, by: press.author, patience: press.patience)
      return site.redirect(to: press.path)
    }
  }

  private func enable(_ request: Request, _ context: WebContext) async throws -> Response {
    let press = try await press(request, context)
    return try await saving(press, context, enabling: press.form["enabled"] == "yes") {
      site.redirect(to: press.path)
    }
  }

  private func recheck(_ request: Request, _ context: WebContext) async throws -> Response {
    let visitor = try site.visitor(context, as: .administrator, .support)
    guard visitor.actor.role == .administrator else {
      return try await recheckForSupport(request, context)
    }
    let press = try await press(request, context)
    return try await saving(press, context) {
      try await recheck(press.visited, then: press.path, patience: press.patience)
    }
  }

  /// Handles support's own button, on a page without settings.
  private func recheckForSupport(
    _ request: Request, _ context: WebContext
  ) async throws -> Response {
    let visited = try site.integration(context)
    _ = try await site.writingForm(request, context, of: visited.company)
    return try await recheck(visited, then: visited.supportPath, patience: Self.patience)
  }

  /// - Parameter page: The page that shows the result.
  private func recheck(
    _ visited: VisitedIntegration, then page: String, patience: Duration
  ) async throws -> Response {
    do {
      try await site.connector.recheck(
        visited.company, visited.provider, by: visited.visitor.author, patience: patience)
    } catch ConnectorError.notRefreshed, ConnectorError.grantDead {
      // The company log, which the page shows, says why.
      return site.redirect(to: "\(page)?checked=no")
    }
    return site.redirect(to: "\(page)?checked=yes")
  }

  /// How long a page waits in all before it says that the ledger is busy.
  static let patience = Duration.milliseconds(2500)
}
