import Connector
import HTTPTypes
import Hummingbird
import Integrations
import Vault
import Visits

/// The program that asks: a key, and what it may see.
struct Caller {
  let key: ServiceKey

  /// Refuses what the key has no scope for.
  func require(_ scope: Scope) throws(WebError) {
    guard key.scopes.contains(scope) else { throw .insufficientScope(scope) }
  }

  /// The company of a path; one that the key is not for is answered like one that is not there.
  func company(_ context: WebContext) throws(WebError) -> Company {
    guard let company = context.parameters.get("company").flatMap({ Company($0) }),
      key.isFor(company)
    else { throw .noSuchThing }
    return company
  }

  /// The companies to read where some are asked for; nil for all and the ledger's own records.
  func companies(among asked: Set<Company>?) -> Set<Company>? {
    guard let own = key.companies else { return asked }
    return asked.map(own.intersection) ?? own
  }
}

extension Site {
  /// The program that asks, which must have a key with a scope.
  ///
  /// - Throws: `WebError`, also if the key makes too many requests a minute.
  func caller(_ request: Request, _ context: WebContext, _ scope: Scope) throws -> Caller {
    guard let caller = try caller(request, context) else { throw WebError.noKey }
    try caller.require(scope)
    return caller
  }

  /// The program that asks; nil if it presents no key.
  ///
  /// A key is taken from this computer, or through a proxy that ends TLS.
  func caller(_ request: Request, _ context: WebContext) throws -> Caller? {
    guard let header = request.headers[.authorization] else { return nil }
    guard context.isFromLoopback || configuration.isBehindTLSProxy else { throw WebError.notNear }
    // The name of the scheme may be in any case (RFC 9110 section 11.1).
    guard header.prefix(7).lowercased() == "bearer ",
      let key = try serviceKey(String(header.dropFirst(7)))
    else { throw WebError.noKey }
    guard requests.admits("\(key.id)", at: now, own: key.requestsPerMinute) else {
      throw WebError.tooManyRequests
    }
    return Caller(key: key)
  }

  private func serviceKey(_ value: String) throws -> ServiceKey? {
    if let first = configuration.serviceKey, SecretHash.areEqual(value, first) {
      return .first
    }
    guard let key = try connector.vault.serviceKey(value, at: now) else { return nil }
    keyUses.mark(key, at: now)
    return key
  }
}

extension ServiceKey {
  /// The key in `keys/service-key`, from before keys had scopes: it may do everything.
  fileprivate static let first = ServiceKey(
    id: ServiceKeyID(high: 0, low: 0), name: "service-key", scopes: Set(Scope.allCases),
    createdAt: Timestamp(milliseconds: 0), createdBy: Connector.host)
}

extension WebError {
  static let tooManyRequests = WebError(
    .tooManyRequests, "tooMany", title: Text("Too many requests", "För många anrop"),
    text: Text(
      "The key has made as many requests as it may in a minute. Wait, then go on.",
      "Nyckeln har gjort så många anrop som den får på en minut. Vänta och fortsätt sedan."),
    retrySeconds: 60)

  static func insufficientScope(_ scope: Scope) -> WebError {
    WebError(
      .forbidden, "insufficientScope",
      title: Text("The key may not do this", "Nyckeln får inte göra detta"),
      text: Text(
        "It lacks the scope \(scope.rawValue); an operator makes another with `authledger-connect "
          + "keys create`.",
        "Den saknar omfånget \(scope.rawValue); en operatör skapar en annan med `authledger-connect "
          + "keys create`."))
  }
}
