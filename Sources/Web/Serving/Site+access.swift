import Connector
import HTTPTypes
import Hummingbird
import Integrations

/// The integration whose page is asked for, and the visitor who asks.
struct VisitedIntegration {
  let visitor: Visitor
  let company: Company
  let provider: Provider
  let language: Language

  var path: String { Self.path(company, provider) }
  var supportPath: String { Self.supportPath(company, provider) }

  var isAdministrator: Bool { visitor.actor.role == .administrator }

  /// The path of an integration's own page.
  static func path(_ company: Company, _ provider: Provider) -> String {
    "/companies/\(company)/\(provider.rawValue)"
  }

  /// The path of support's page of an integration.
  static func supportPath(_ company: Company, _ provider: Provider) -> String {
    "/support/\(company)/\(provider.rawValue)"
  }
}

/// The checks of a request, before a page does anything.
extension Site {
  /// The visitor who is signed in.
  func visitor(_ context: WebContext) throws(WebError) -> Visitor {
    guard let visitor = context.visitor else { throw .signedOut }
    return visitor
  }

  /// The visitor, who must have one of some roles.
  func visitor(_ context: WebContext, as roles: Actor.Role...) throws(WebError) -> Visitor {
    let visitor = try visitor(context)
    guard roles.contains(visitor.actor.role) else { throw .forbidden }
    return visitor
  }

  /// The company of a path, if the visitor may see it.
  ///
  /// A company that they may not see and one that does not exist get the same answer.
  func company(_ context: WebContext) throws -> (Visitor, Company) {
    let visitor = try visitor(context)
    guard let company = context.parameters.get("company").flatMap({ Company($0) }),
      visitor.maySee(company)
    else { throw WebError.notFound }
    return (visitor, company)
  }

  /// The integration of a path, if the visitor may see its company.
  func integration(_ context: WebContext) throws -> VisitedIntegration {
    let (visitor, company) = try company(context)
    return VisitedIntegration(
      visitor: visitor, company: company, provider: try provider(context),
      language: context.language)
  }

  /// The provider of a path, if it can be connected.
  func provider(_ context: WebContext) throws -> Provider {
    guard let provider = context.parameters.get("provider").flatMap(Provider.init(rawValue:)),
      connector.providers.contains(provider)
    else { throw WebError.notFound }
    return provider
  }

  /// The fields of a form that a page of this visit sent.
  ///
  /// A form of another site is refused by the origin that the browser names, and by the token, which that
  /// site cannot know (RFC 9700 section 4.7).
  func form(_ request: Request, _ context: WebContext) async throws -> FormFields {
    let fields = try await ownForm(request, context)
    let visitor = try visitor(context)
    guard let token = fields["token"], FormToken.matches(token, visitor.formToken) else {
      throw WebError.foreignForm
    }
    return fields
  }

  /// The fields of a form that is about to write; refused before anything is written if the visit, or all
  /// visits of the company together, write too often.
  ///
  /// All buttons share one count: otherwise a choice of account could be saved although the attempt that
  /// goes with it is refused.
  func writingForm(
    _ request: Request, _ context: WebContext, of company: Company
  ) async throws -> FormFields {
    let fields = try await form(request, context)
    let visit = try visitor(context).formToken
    guard visitWrites.admits(visit, at: now), companyWrites.admits(company.id, at: now) else {
      throw WebError.tooMany
    }
    return fields
  }

  /// The fields of a form of this site; nobody needs to be signed in.
  func ownForm(_ request: Request, _ context: WebContext) async throws -> FormFields {
    if let place = request.headers[.init(known: "Sec-Fetch-Site")] {
      guard place == "same-origin" || place == "none" else { throw WebError.foreignForm }
    } else if let origin = request.headers[.origin] {
      // Our own pages send no referrer, and a browser then says null for its origin.
      guard origin == configuration.publicURL || origin == "null" else {
        throw WebError.foreignForm
      }
    }
    let type = request.headers[.contentType]?.split(separator: ";").first
    guard type == "application/x-www-form-urlencoded" else { throw WebError.foreignForm }
    let body = try await request.body.collect(upTo: context.maxUploadSize)
    let fields = FormFields(String(buffer: body))
    context.sent.fields = fields
    return fields
  }
}
