import Connector
import EventLog
import Hummingbird
import Integrations

/// Support's pages: find a company, see why, hand over a link, remove an authorization.
struct SupportPages {
  let site: Site
  private static let foundLimit = 50

  func add(to router: Router<WebContext>) {
    router.get("/support") { request, context in try find(request, context) }
    router.get("/support/failures") { request, context in
      // This reads every integration.
      try await untilGone(request, context) { _ in
        try await site.historyWork.run { try failures(context) }
      }
    }
    router.get("/support/:company/:provider") { try show($0, $1) }
    router.post("/support/:company/:provider/link") { try await link($0, $1) }
    router.post("/support/:company/:provider/remove") { try await remove($0, $1) }
  }

  private func find(_ request: Request, _ context: WebContext) throws -> Response {
    _ = try site.visitor(context, as: .support, .operator)
    let wanted = FormFields(request.uri.query ?? "")["q"] ?? ""
    let found = try site.ledger.companies(beginningWith: wanted, limit: Self.foundLimit)
    let rows = try found.flatMap { company in
      try site.connector.providers.compactMap { provider -> [String: Any]? in
        guard let view = try site.ledger.integration(of: company, provider),
          view.state != Integration(provider)
        else { return nil }
        let phase = view.state.phase(at: view.now)
        return [
          "company": company.id, "provider": provider.title,
          "path": VisitedIntegration.supportPath(company, provider),
          "mark": phase.mark(context.language), "tone": phase.tone,
          "verdict": view.state.verdict(at: view.now).rawValue,
        ]
      }
    }
    return site.page(
      "support", context, title: Text("Companies", "Företag")(context.language),
      [
        "q": ProviderText.shown(wanted), "rows": rows, "isEmpty": rows.isEmpty,
        "isCut": found.count == Self.foundLimit,
      ])
  }

  private func failures(_ context: WebContext) throws -> Response {
    _ = try site.visitor(context, as: .support, .operator)
    let rows = try site.connector.providers.flatMap { provider in
      try site.ledger.failures(provider).map { failure -> [String: Any] in
        [
          "verdict": failure.verdict.rawValue, "provider": provider.title, "count": failure.count,
          "meaning": failure.verdict.meaning(provider)(context.language),
          "companies": failure.companies.map {
            ["id": $0.id, "path": VisitedIntegration.supportPath($0, provider)]
          },
        ]
      }
    }
    return site.page(
      "failures", context,
      title: Text("Failures across companies", "Fel hos alla företag")(context.language),
      ["rows": rows, "isEmpty": rows.isEmpty])
  }

  private func show(_ request: Request, _ context: WebContext) throws -> Response {
    _ = try site.visitor(context, as: .support, .operator)
    let visited = try site.integration(context)
    let (company, provider) = (visited.company, visited.provider)
    guard
      let found = try site.ledger.overview(of: company, provider, latest: LogView.limit)
    else { throw WebError.notFound }
    let view = found.view
    let language = context.language
    var values = IntegrationPageValues.values(
      view.state, company, provider, found.explanation.product, at: view.now, in: language)
    try ConnectedCompany.add(to: &values, site, visited, view.state)
    values["advice"] = AdviceView.values(found.explanation, language)
    values["evidence"] = AdviceView.evidence(found.explanation, language)
    LogView.add(to: &values, found.latest, language)
    if let checked = FormFields(request.uri.query ?? "")["checked"] {
      values["found"] = CheckView.text(view.state, isAsked: checked == "yes")(language)
    }
    let timeline = try Timeline(site.ledger, company, provider, now: view.now).svg(language)
    values["timeline"] = timeline
    values["hasNoTimeline"] = timeline.isEmpty
    values["case"] = visited.supportPath
    values["mayAct"] = visited.visitor.actor.role == .support
    values["canRemove"] = view.state.grant != nil && visited.visitor.actor.role == .support
    return site.page("case", context, title: "\(company) · \(provider.title)", values)
  }

  /// Makes a link for a person who may approve at the provider, such as a system administrator there.
  private func link(_ request: Request, _ context: WebContext) async throws -> Response {
    let visitor = try site.visitor(context, as: .support)
    let visited = try site.integration(context)
    let company = visited.company
    let form = try await site.writingForm(request, context, of: company)
    guard let person = form["person"].flatMap({ Actor(.administrator, $0) }) else {
      throw WebError(
        .badRequest, "person", title: Text("Whose link is it?", "Vems länk är det?"),
        naming: { product in
          Text(
            "Give the person's id in \(product.title.english): small letters, digits and dashes, never "
              + "a name or an e-mail address.",
            "Ange personens id i \(product.title.swedish): små bokstäver, siffror och bindestreck, "
              + "aldrig ett namn eller en e-postadress.")
        })
    }
    let link = try site.makeLink(for: person, to: company, by: visitor.actor)
    return site.page(
      "link", context,
      title: Text("A link to hand over", "En länk att lämna över")(context.language),
      [
        "link": link, "company": company.id, "person": person.description,
        "case": visited.supportPath, "by": visitor.actor.description,
      ])
  }

  private func remove(_ request: Request, _ context: WebContext) async throws -> Response {
    let visitor = try site.visitor(context, as: .support)
    let visited = try site.integration(context)
    let company = visited.company
    let form = try await site.writingForm(request, context, of: company)
    guard form["confirm"] == company.id else {
      throw WebError(
        .badRequest, "confirm", title: Text("Please confirm", "Bekräfta"),
        text: Text(
          "Write the company's id in the field to confirm that its authorization is to be removed.",
          "Skriv företagets id i fältet för att bekräfta att dess auktorisering ska tas bort."))
    }
    guard let reason = form["reason"].flatMap(RemovalReason.init(rawValue:)) else {
      throw WebError.notFound
    }
    try await site.connector.remove(
      company, visited.provider, reason: reason, ticket: form["ticket"], by: visitor.author,
      patience: IntegrationPages.patience)
    return site.redirect(to: visited.supportPath)
  }
}
