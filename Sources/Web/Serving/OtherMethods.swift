import HTTPTypes
import Hummingbird
import Integrations

extension Router<WebContext> {
  /// The methods that are known (RFC 9110 section 9.3, RFC 5789, draft-ietf-httpbis-safe-method-w-body).
  private static var known: [HTTPRequest.Method] {
    [.get, .head, .post, .put, .patch, .delete, .options, .trace]
      + [.init("QUERY")].compactMap { $0 }
  }

  /// Answers a known method that an address does not have with 405 and the list of those that it has.
  ///
  /// Call it last, since it reads the routes that were added. HEAD is allowed wherever GET is.
  func refuseOtherMethods() {
    let paths = Dictionary(grouping: routes) { "\($0.path)" }
    for routes in paths.values {
      var methods = Set(routes.map(\.method))
      if methods.contains(.get) { methods.insert(.head) }
      let error = WebError.method(Self.known.filter(methods.contains))
      for method in Self.known where !methods.contains(method) {
        on(routes[0].path, method: method) { _, _ -> Response in throw error }
      }
    }
  }
}

extension WebError {
  fileprivate static func method(_ allowed: [HTTPRequest.Method]) -> WebError {
    var error = WebError(
      .methodNotAllowed, "method",
      title: Text("The address is not asked so", "Adressen ska inte anropas så"),
      text: Text(
        "Go back to the page, and press its button once more.",
        "Gå tillbaka till sidan och tryck på knappen en gång till."))
    error.allowed = allowed.map(\.rawValue).joined(separator: ", ")
    return error
  }
}
