import Connector
import EventLog
import Foundation
import HTTPTypes
import Hummingbird
public import Integrations
import NIOCore
import Vault
import Visits

/// What every page needs: the connector, the templates and the configuration.
struct Site: Sendable {
  let connector: Connector
  let configuration: WebConfiguration
  let templates: Templates
  let assets = Assets()
  var metrics: Metrics { configuration.metrics }
  let headers: SecurityHeaders
  let connections: Connections
  /// Runs verifying and evidence, which read the whole log.
  let evidenceWork = LongWorker("evidence", waiting: 0)
  /// Runs filters and histories, which may read the whole log.
  let historyWork = LongWorker("history", waiting: 3)
  /// The limit on writes of each visit.
  let visitWrites = RateLimit(perMinute: 20)
  /// The limit on writes of all visits to a company.
  let companyWrites = RateLimit(perMinute: 60)
  let callbacks = RateLimit(perMinute: 120)
  /// The limit on requests of each key.
  let requests = RateLimit(perMinute: Limits.requestsPerMinute)
  /// Stores on which day a key was used.
  let keyUses: ServiceKeyUses
  /// Tells waiting readers of new records.
  let watch: LogWatch
  /// The readers that wait.
  let waiting: WaitingReaders

  init(connector: Connector, configuration: WebConfiguration, templates: Templates) {
    self.connector = connector
    self.configuration = configuration
    self.templates = templates
    headers = SecurityHeaders(configuration)
    keyUses = ServiceKeyUses(connector.vault)
    watch = LogWatch(connector.ledger)
    let limit = configuration.limits.connections
    // Half of all connections, so that pages always have the other half.
    let waiting = WaitingReaders(limit: limit / 2)
    self.waiting = waiting
    connections = Connections(limit: limit) { waiting.count }
  }

  static let sessionCookie = "__Host-authledger"
  static let entryCookie = "__Host-entry"
  static let languageCookie = "language"

  var ledger: Ledger { connector.ledger }
  /// The host product; nameless if the ledger cannot tell now, since a page of an error names it too.
  var product: HostProduct { (try? ledger.hostProduct()) ?? HostProduct() }
  var visits: VisitRecorder { VisitRecorder(connector, isRecording: !configuration.isFollower) }
  var now: Timestamp { connector.effects.now() }

  /// A page.
  ///
  /// - Parameters:
  ///   - refresh: The seconds after which the browser loads it again.
  ///   - waits: True if it waits for an attempt to end, by its script or, without scripts, by reloading.
  ///   - values: The template's values, which it escapes.
  func page(
    _ template: String, _ context: WebContext, title: String, status: HTTPResponse.Status = .ok,
    refresh: Int? = nil, waits: Bool = false, _ values: [String: Any] = [:]
  ) -> Response {
    var all = values
    all["title"] = title
    all["lang"] = context.language.rawValue
    all["isSwedish"] = context.language == .swedish
    all["style"] = assets.style.path
    all["script"] = assets.script.path
    all["refresh"] = refresh
    all["waits"] = waits
    all["here"] = context.path
    all["newID"] = "\(connector.effects.id() as RecordID)"
    if let visitor = context.visitor {
      all["visitor"] = visitor.actor.description
      all["formToken"] = FormToken.masked(visitor.formToken)
      all["isAdministrator"] = visitor.actor.role == .administrator
      all["seesCompanies"] = [.support, .operator].contains(visitor.actor.role)
      all["isAuditor"] = visitor.actor.role == .auditor
      all["mayVerify"] = [.auditor, .operator].contains(visitor.actor.role)
      all["home"] = "/companies/\(visitor.company)"
      all["linkIssuer"] = visitor.author.recordedBy?.description
    }
    all["linkMinutes"] = Limits.linkMinutes
    let product = product
    all["product"] = product.title(context.language)
    all["productName"] = product.subject(context.language)
    all["isDemo"] = configuration.demo != nil
    if let sandbox = configuration.sandbox { all["sandboxURL"] = sandbox.controlURL }
    let bytes = Array(templates.render(template, context.language, all).utf8)
    let isPacked =
      context.takesGzip && bytes.count >= Gzip.shortestPage && !Self.withLinks.contains(template)
    return Gzip.response(
      status, type: "text/html; charset=utf-8", bytes, packed: isPacked ? Gzip.compress(bytes) : nil
    )
  }

  /// The pages with the value of a link or a state, which is not masked; they are not compressed, since their length
  /// would tell of it.
  private static let withLinks: Set = ["enter", "leaving", "link"]

  /// The page of an error.
  ///
  /// - Parameters:
  ///   - asksAgain: True if the browser may load the page again by itself.
  ///   - again: The form to send again; nil if there is none.
  func page(
    _ error: WebError, _ context: WebContext, asksAgain: Bool, again: [String: Any]? = nil
  ) -> Response {
    var values: [String: Any] = ["text": error.text(product)(context.language)]
    values["again"] = again
    return page(
      "message", context, title: error.title(context.language), status: error.status,
      refresh: asksAgain ? error.retrySeconds : nil, values)
  }

  /// The person who started the open attempt; nil if there is none.
  func starter(of state: Integration, _ company: Company, at now: Timestamp) throws -> Actor? {
    guard let attempt = state.attempt, state.attemptState(at: now) == .open else { return nil }
    var query = RecordQuery(of: company)
    query.actions = [.authorizeStarted]
    query.attempt = attempt.id
    // A company's log may be long, and what came before cannot be its start.
    query.since = attempt.started.time
    query.limit = 1
    return try ledger.records(query).first?.content.actor
  }

  /// A page that goes on to the provider by itself, or by its link.
  ///
  /// A redirect in answer to a form may only lead where the page's `form-action` lets it, at every hop.
  func leavingPage(
    to url: String, _ provider: Provider, _ context: WebContext, cookie: String
  ) -> Response {
    var response = page(
      "leaving", context,
      title: Text("On to \(provider.system)", "Vidare till \(provider.system)")(context.language),
      ["goesTo": url, "system": provider.system])
    response.headers.append(HTTPField(name: .setCookie, value: cookie))
    return response
  }

  /// Redirects to another page by GET, with 303 so that a form is never sent on (RFC 9700 section 4.12).
  func redirect(to path: String, cookies: [String] = []) -> Response {
    var response = Response(status: .seeOther, headers: [.location: path])
    for cookie in cookies { response.headers.append(HTTPField(name: .setCookie, value: cookie)) }
    return response
  }
}

/// The cookies of the pages; all are for this host only, and hidden from scripts.
enum Cookies {
  static func session(_ value: String, seconds: Int64) -> String {
    "\(Site.sessionCookie)=\(value); Path=/; Max-Age=\(seconds); Secure; HttpOnly; SameSite=Lax"
  }

  /// The cookie that a link's page sets and its button must send.
  ///
  /// Strict, since the button is on a page of ours.
  static func entry(_ value: String, seconds: Int64) -> String {
    "\(Site.entryCookie)=\(value); Path=/; Max-Age=\(seconds); Secure; HttpOnly; SameSite=Strict"
  }

  static let flowPrefix = "__Host-flow-"

  /// The cookie of one attempt; two tabs thus do not overwrite each other's.
  ///
  /// Lax and not Strict, since the browser comes back from another site.
  static func flow(_ attempt: AttemptID, _ value: String, seconds: Int64) -> String {
    "\(flowPrefix)\(attempt)=\(value); Path=/; Max-Age=\(seconds); Secure; HttpOnly; SameSite=Lax"
  }

  static func language(_ language: Language) -> String {
    "\(Site.languageCookie)=\(language.rawValue); Path=/; Max-Age=31536000; "
      + "Secure; HttpOnly; SameSite=Lax"
  }

  /// The headers that delete every cookie of ours in a browser.
  static func cleared(_ request: Request) -> [String] {
    let names = read(request).keys.filter { name in
      [Site.sessionCookie, Site.languageCookie, Site.entryCookie].contains(name)
        || name.hasPrefix(flowPrefix)
    }
    return names.sorted().map {
      "\($0)=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax"
    }
  }

  /// The cookies of a request, by name.
  static func read(_ request: Request) -> [String: String] {
    var cookies: [String: String] = [:]
    for line in request.headers[values: .cookie] {
      for part in line.split(separator: ";") {
        // A cookie without a name may hold `=__Host-…`: its name is empty, whatever follows.
        let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard pair.count == 2 else { continue }
        let name = pair[0].drop { $0 == " " }
        guard !name.isEmpty else { continue }
        if cookies[String(name)] == nil { cookies[String(name)] = String(pair[1]) }
      }
    }
    return cookies
  }

  /// The values of the flow cookies, by attempt.
  static func flows(_ request: Request) -> [AttemptID: String] {
    var flows: [AttemptID: String] = [:]
    for (name, value) in read(request) where name.hasPrefix(flowPrefix) {
      guard let attempt = AttemptID(String(name.dropFirst(flowPrefix.count))) else { continue }
      flows[attempt] = value
    }
    return flows
  }
}

/// The address that the provider redirects browsers to.
public enum RedirectURI {
  /// The redirect URI of a provider: from configuration, the same in both requests (RFC 6749 section
  /// 4.1.3).
  public static func of(_ provider: Provider, at publicURL: String) -> String {
    "\(publicURL)/oauth/\(provider.rawValue)/callback"
  }
}
