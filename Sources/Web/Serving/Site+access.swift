import Connector
import HTTPTypes
import Hummingbird
import Integrations

/// What a page asks of a request before it does anything.
extension Site {
  /// Whoever is signed in.
  func visitor(_ context: WebContext) throws(WebError) -> Visitor {
    guard let visitor = context.visitor else { throw .signedOut }
    return visitor
  }

  /// A visitor in one of some roles.
  func visitor(_ context: WebContext, as roles: Actor.Role...) throws(WebError) -> Visitor {
    let visitor = try visitor(context)
    guard roles.contains(visitor.actor.role) else { throw .forbidden }
    return visitor
  }

  /// The company of a path, where it is the visitor's to see.
  ///
  /// Another company's page and one that is not there are answered alike.
  func company(_ context: WebContext) throws -> (Visitor, Company) {
    let visitor = try visitor(context)
    guard let company = context.parameters.get("company").flatMap({ Company($0) }),
      visitor.maySee(company)
    else { throw WebError.notFound }
    return (visitor, company)
  }

  /// The provider of a path, where it can be connected.
  func provider(_ context: WebContext) throws -> Provider {
    guard let provider = context.parameters.get("provider").flatMap(Provider.init(rawValue:)),
      connector.providers.contains(provider)
    else { throw WebError.notFound }
    return provider
  }

  /// The fields of a form that this visitor's own page sent.
  ///
  /// A form of another site is refused by where the browser says it comes from, and by the token
  /// that it cannot know (RFC 9700 section 4.7).
  func form(_ request: Request, _ context: WebContext) async throws -> FormFields {
    let fields = try await ownForm(request, context)
    let visitor = try visitor(context)
    guard let token = fields["token"], FormToken.matches(token, visitor.formToken) else {
      throw WebError.foreignForm
    }
    return fields
  }

  /// The fields of a form that is about to write, of a company; refused before anything is written
  /// where the visit, or everybody together, writes too often.
  ///
  /// One count for every button: a choice that is saved beside an attempt which is refused would
  /// bring a grant of the kind that is no longer wanted.
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

  /// The fields of a form of this site, before anybody is signed in.
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
