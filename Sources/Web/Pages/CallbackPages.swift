import Connector
import EventLog
import HTTPTypes
import Hummingbird
import Integrations

/// The pages of the provider's redirect: the callback and its result.
struct CallbackPages {
  let site: Site

  func add(to router: Router<WebContext>) {
    router.get("/oauth/:provider/callback") { request, context in
      try await callback(request, context)
    }
    router.get("/callback-refused") { _, _ -> Response in
      throw WebError(
        .badRequest, "callbackRefused",
        title: Text(
          "This browser did not start the connection",
          "Den här webbläsaren startade inte kopplingen"),
        text: Text(
          "Nothing was changed. Go back to the integration and click "
            + "\(PageButton.authorize.title.english), and stay in the same browser all the way.",
          "Inget har ändrats. Gå tillbaka till integrationen, klicka på "
            + "\(PageButton.authorize.title.swedish) och använd samma webbläsare hela vägen."))
    }
    router.get("/companies/:company/:provider/return/:attempt") { _, context in
      try result(context)
    }
  }

  /// How long a refusal takes: longer than finding and recording an attempt, so that its time does not tell
  /// whether a state is known.
  private static let refusalTime = Duration.milliseconds(100)

  /// The answer is always a redirect to a page of ours whose address holds nothing of the query.
  private func callback(_ request: Request, _ context: WebContext) async throws -> Response {
    // A prefetch must spend nothing.
    let purpose = request.headers[.init(known: "Sec-Purpose")] ?? ""
    if purpose.contains("prefetch") || request.method == .head {
      return Response(status: .noContent)
    }
    let start = ContinuousClock.now
    // Counted by session if there is one: behind a proxy all requests have one address.
    let caller = context.visitor?.formToken ?? context.address
    guard site.callbacks.admits(caller, at: site.now) else { throw WebError.tooMany }
    let provider = try site.provider(context)
    let flow = Flow(
      to: provider, query: FormFields(request.uri.query ?? "").items,
      cookies: Cookies.flows(request), by: context.visitor?.actor, of: context.visitor?.company)
    let outcome = try await site.connector.callback(flow)
    guard case .known(let company, let attempt, let verdict) = outcome else {
      site.metrics.callback("unknown")
      return try await refuse(since: start)
    }
    site.metrics.callback(verdict.rawValue)
    // Others must not learn whether there is an attempt.
    guard verdict != .otherBrowser, context.visitor?.maySee(company) == true else {
      return try await refuse(since: start)
    }
    // The flow cookie stays as long as its attempt, so that a reload is recognised.
    return site.redirect(
      to: "\(VisitedIntegration.path(company, provider))/return/\(attempt)")
  }

  private func refuse(since start: ContinuousClock.Instant) async throws -> Response {
    try await Task.sleep(until: start + Self.refusalTime)
    return site.redirect(to: "/callback-refused")
  }

  private func result(_ context: WebContext) throws -> Response {
    let visited = try site.integration(context)
    let company = visited.company
    guard let id = context.parameters.get("attempt").flatMap({ AttemptID($0) }) else {
      throw WebError.notFound
    }
    let page = visited.path
    let state = try site.connector.state(of: company, visited.provider)
    guard let attempt = state.attempt, attempt.id == id else {
      let isGrant = state.grant?.attempt == id
      return message(
        context, page,
        title: isGrant
          ? Text("The authorization was successful", "Auktoriseringen lyckades")
          : Text("A later attempt took its place", "Ett senare försök har tagit över"),
        text: isGrant
          ? Text("It stands since then.", "Den gäller sedan dess.")
          : Text("This one came to nothing.", "Det här försöket ledde inte till något."))
    }
    let again: [String: Any] = [
      "authorize": visited.isAdministrator ? "\(page)/authorize" : "",
      "isConnected": state.grant != nil,
    ]
    let system = state.provider.system
    switch state.attemptState(at: site.now) {
    case .open where attempt.answer == .code:
      if try site.connector.isCompanyMissing(company, visited.provider) {
        return site.redirect(to: page)
      }
      return site.page(
        "waiting", context, title: Self.waiting(context.language), waits: true,
        ["page": page, "system": system])
    case .open, .none:
      if attempt.answer == nil,
        let starter = try site.starter(of: state, company, at: site.now),
        starter != visited.visitor.actor
      {
        return site.page(
          "waiting", context, title: Self.colleague(context.language), waits: true,
          ["page": page, "colleague": starter.description, "system": system])
      }
      return message(
        context, page,
        title: Text("Authorization failed", "Auktoriseringen misslyckades"),
        text: Text(
          "\(system) sent no answer that could be used. If you are still logging in there in another "
            + "window, go on; else start again.",
          "\(system) skickade inget svar som gick att använda. Håller du på att logga in där i ett "
            + "annat fönster, fortsätt; börja annars om."),
        again: again)
    case .expired:
      return message(
        context, page, title: Text("You came back too late", "Du kom tillbaka för sent"),
        text: Text(
          "An attempt is open for \(Limits.attemptMinutes) minutes. Nothing was changed; start again "
            + "when you want.",
          "Ett försök är öppet i \(Limits.attemptMinutes) minuter. Inget har ändrats; börja om när du "
            + "vill."),
        again: again)
    case .ended(.approved): return try succeeded(context, visited, state)
    case .ended(.failed(_, .superseded)):
      return message(
        context, page,
        title: Text("A later attempt took its place", "Ett senare försök har tagit över"),
        text: Text("This one came to nothing.", "Det här försöket ledde inte till något."))
    case .ended(.failed(_, .abandoned)):
      return message(
        context, page, title: Text("You came back too late", "Du kom tillbaka för sent"),
        text: Text(
          "The attempt had been given up. Nothing was changed; start again when you want.",
          "Försöket hade avbrutits. Inget har ändrats; börja om när du vill."),
        again: again)
    case .ended(.failed):
      return try advised(
        context, visited, title: Text("Authorization failed", "Auktoriseringen misslyckades"))
    }
  }

  private static let waiting = Text("Finishing the authorization", "Auktoriseringen slutförs")

  private static let colleague = Text(
    "A colleague is authorizing", "En kollega håller på att auktorisera")

  private func succeeded(
    _ context: WebContext, _ visited: VisitedIntegration, _ state: Integration
  ) throws -> Response {
    let page = visited.path
    guard state.phase(at: site.now) != .permissionDenied else { return site.redirect(to: page) }
    if let missing = Self.missing(state) {
      return try advised(
        context, visited,
        title: Text("Authorized, but something is missing", "Auktoriserad, men något saknas"),
        text: missing)
    }
    let isEnabled = state.settings?.enabled == true
    let next =
      isEnabled
      ? Text("Transfers go on.", "Överföringen fortsätter.")
      : Text(
        "Enable the integration to begin transferring.",
        "Aktivera integrationen för att börja överföra.")
    let mayEnable = visited.isAdministrator && !isEnabled
    return message(
      context, page, title: Text("The authorization was successful", "Auktoriseringen lyckades"),
      text: next,
      isGood: true, again: ["enable": mayEnable ? "\(page)/enable" : ""])
  }

  /// What a consent did not give, in a sentence; nil if it gave everything.
  private static func missing(_ state: Integration) -> Text? {
    let system = state.provider.system
    let lacking = state.registersWithoutScope
    if !lacking.isEmpty {
      return Text(
        "\(system) gave fewer permissions than were asked for: none for \(lacking.listed.english).",
        "\(system) gav färre behörigheter än de som begärdes: ingen för \(lacking.listed.swedish).")
    }
    let silent = state.unansweredRegisters
    guard !silent.isEmpty else { return nil }
    return Text(
      "\(system) has not answered yet whether it is open: \(silent.listed.english).",
      "\(system) har inte svarat än om det är öppet: \(silent.listed.swedish).")
  }

  /// A result with advice, and the settings that the advice names.
  private func advised(
    _ context: WebContext, _ visited: VisitedIntegration, title: Text, text: Text? = nil
  ) throws -> Response {
    var values = try IntegrationPageValues.values(site, visited)
    values["page"] = visited.path
    values["isBad"] = true
    values["showsSettings"] = values["mayChange"]
    values["text"] = text?(context.language) ?? ""
    return site.page("message", context, title: title(context.language), values)
  }

  private func message(
    _ context: WebContext, _ page: String, title: Text, text: Text, isGood: Bool = false,
    again: [String: Any] = [:]
  ) -> Response {
    site.page(
      "message", context, title: title(context.language),
      [
        "text": text(context.language), "page": page, "isGood": isGood, "isBad": !isGood,
      ].merging(again) { $1 })
  }
}
