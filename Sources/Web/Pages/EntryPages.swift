import Connector
import Encoding
import EventLog
import Evidence
import HTTPTypes
import Hummingbird
import Integrations
import Visits

/// The pages to enter by: a one-time link, and the choice of a person in the sandbox.
struct EntryPages {
  let site: Site

  func add(to router: Router<WebContext>) {
    router.get("/") { _, context in try start(context) }
    router.get("/enter/:link") { request, context in try show(request, context) }
    router.post("/enter") { request, context in try await enter(request, context) }
    router.post("/leave") { request, context in try await leave(request, context) }
    router.post("/language") { request, context in try await choose(request, context) }
    if site.configuration.sandbox != nil || site.configuration.demo != nil {
      router.post("/sandbox-enter") { request, context in try await pick(request, context) }
    }
  }

  private func start(_ context: WebContext) throws -> Response {
    if let visitor = context.visitor { return site.redirect(to: Self.home(of: visitor)) }
    let product = site.product.title
    let systems = site.connector.providers.map(\.system).reduce(into: [String]()) { systems, name in
      if !systems.contains(name) { systems.append(name) }
    }
    let words = Text(
      "Connect \(product.english) with \(systems.joined(separator: " or "))",
      "Koppla ihop \(product.swedish) med \(systems.joined(separator: " eller "))")
    return site.page(
      "welcome", context, title: words(context.language),
      [
        "isOpen": site.configuration.sandbox != nil || site.configuration.demo != nil,
        "people": people(context.language, site.product),
      ])
  }

  static func home(of visitor: Visitor) -> String {
    switch visitor.actor.role {
    case .support, .operator: "/support"
    case .auditor: "/history"
    default: "/companies/\(visitor.company)"
    }
  }

  /// Shows a button; only pressing it spends the link, so that programs that open links in advance do not.
  ///
  /// The button works only in the browser that loaded this page. Otherwise another site could press it with
  /// a link of its own, and its visitor would act in another person's name (RFC 9700 section 4.7).
  private func show(_ request: Request, _ context: WebContext) throws -> Response {
    guard let link = context.parameters.get("link"),
      let entry = try site.connector.vault.entry(.link, value: link, at: site.now)
    else { throw Self.spentLink }
    let title = Text("Welcome to \(entry.company)", "Välkommen till \(entry.company)")
    // A browser may have two links open.
    let cookie = Self.entryCookie(request) ?? Secret.random()
    var page = site.page(
      "enter", context, title: title(context.language),
      [
        "link": link, "company": entry.company.id, "person": entry.actor.description,
        "roleName": entry.actor.role.title(context.language),
        "proof": Self.proof(cookie, link),
      ])
    page.headers.append(
      HTTPField(name: .setCookie, value: Cookies.entry(cookie, seconds: Limits.linkSeconds)))
    return page
  }

  private static func entryCookie(_ request: Request) -> String? {
    Cookies.read(request)[Site.entryCookie].flatMap { Secret.isOne($0) ? $0 : nil }
  }

  /// The value in the form of a link's page that only the browser with its cookie can send.
  private static func proof(_ cookie: String, _ link: String) -> String {
    SecretHash.of("enter\n\(cookie)\n\(link)")
  }

  private static let spentLink = WebError(
    .gone, "spentLink",
    title: Text("The link has been used, or is too old", "Länken är använd eller för gammal"),
    naming: { product in
      Text(
        "A link works once and for \(Limits.linkMinutes) minutes. Open the page from "
          + "\(product.title.english) again, or ask whoever sent it for a new one.",
        "En länk fungerar en gång och i \(Limits.linkMinutes) minuter. Öppna sidan från "
          + "\(product.title.swedish) igen, eller be den som skickade länken om en ny.")
    })

  private func enter(_ request: Request, _ context: WebContext) async throws -> Response {
    let form = try await site.ownForm(request, context)
    guard let link = form["link"] else { throw Self.spentLink }
    guard let browser = Self.entryCookie(request), let proof = form["proof"],
      SecretHash.areEqual(proof, Self.proof(browser, link))
    else { throw WebError.foreignForm }
    let cookie = Secret.random()
    let visit = try await site.visits.enter(
      by: link, cookie: cookie, forSeconds: Limits.visitSeconds)
    guard let visit else { throw Self.spentLink }
    return signedIn(visit, cookie)
  }

  private func signedIn(_ visit: Entry, _ cookie: String) -> Response {
    site.redirect(
      to: Self.home(of: Visitor(visit, cookie: cookie)),
      cookies: [
        Cookies.session(cookie, seconds: Limits.visitSeconds), Cookies.entry("", seconds: 0),
      ])
  }

  private func leave(_ request: Request, _ context: WebContext) async throws -> Response {
    // A visitor whose visit has ended has no token, and may still sign out.
    if context.visitor == nil {
      _ = try await site.ownForm(request, context)
    } else {
      _ = try await site.form(request, context)
    }
    if let cookie = Cookies.read(request)[Site.sessionCookie] {
      if site.configuration.demo == nil {
        try await site.visits.leave(cookie: cookie)
      } else {
        _ = try site.connector.vault.spend(.session, value: cookie, at: site.now)
      }
    }
    return site.redirect(to: "/", cookies: Cookies.cleared(request))
  }

  private func choose(_ request: Request, _ context: WebContext) async throws -> Response {
    let form = try await site.ownForm(request, context)
    let language = form["language"].flatMap(Language.init(rawValue:)) ?? .english
    return site.redirect(
      to: ReturnPath.checked(form["return"]), cookies: [Cookies.language(language)])
  }

  // MARK: The sandbox's people

  private func pick(_ request: Request, _ context: WebContext) async throws -> Response {
    let form = try await site.ownForm(request, context)
    guard let actor = form["actor"].flatMap({ Actor($0) }),
      let company = form["company"].flatMap({ Company($0) })
    else { throw WebError.notFound }
    let cookie = Secret.random()
    // The page takes the place of the host application, which would issue the link.
    let link = EntryLink.entry(
      site.connector.effects.id(), for: actor, of: company, by: Connector.host, at: site.now)
    guard site.configuration.demo == nil else {
      return signedIn(
        try site.visits.beginUnrecorded(
          link, cookie: cookie, forSeconds: Limits.visitSeconds), cookie)
    }
    return signedIn(
      try await site.visits.begin(link, cookie: cookie, forSeconds: Limits.visitSeconds), cookie)
  }

  private func people(_ language: Language, _ product: HostProduct) -> [[String: Any]] {
    let people: [(String, String, Text)] =
      if let demo = site.configuration.demo {
        demo.companies.map {
          ("administrator:u-17", $0.id, Text("Administrator of \($0)", "Administratör för \($0)"))
        } + demo.companies.prefix(1).flatMap { Self.staff($0.id, product) }
      } else {
        [
          (
            "administrator:u-17", "exempelbolaget",
            Text("Administrator of Exempelbolaget", "Administratör för Exempelbolaget")
          ),
          (
            "administrator:u-21", "provforetaget",
            Text("Administrator of Provföretaget", "Administratör för Provföretaget")
          ),
        ] + Self.staff("exempelbolaget", product)
      }
    return people.map { actor, company, title in
      ["actor": actor, "company": company, "name": title(language)]
    }
  }

  private static func staff(
    _ company: String, _ product: HostProduct
  ) -> [(String, String, Text)] {
    [
      ("support:s-3", company, product.support), ("operator:o-1", company, product.operations),
      ("auditor:a-1", company, Text("An auditor", "En revisor")),
    ]
  }
}

extension Actor.Role {
  /// Its name for people.
  var title: Text {
    switch self {
    case .administrator: Text("administrator", "administratör")
    case .support: Text("support", "support")
    case .operator: Text("operations", "drift")
    case .auditor: Text("auditor", "revisor")
    case .provider: Text("provider", "leverantör")
    case .system: Text("the server", "servern")
    }
  }
}

/// The page to return to after a small change: a path of this site and nothing else.
enum ReturnPath {
  /// The path, or the start page if the path could lead elsewhere (RFC 9700 section 4.11.1).
  static func checked(_ path: String?) -> String {
    guard let path, path.hasPrefix("/"), !path.hasPrefix("//"), path.utf8.count < 1000 else {
      return "/"
    }
    // A filter may hold anything that a query may (RFC 3986 section 3.4); the path never needs a percent
    // sign.
    let parts = path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let isFit =
      isFit(parts[0], "/-_.~:") && (parts.count < 2 || isFit(parts[1], "/-_.~?=&:%+*!$'(),;@"))
    return isFit ? path : "/"
  }

  private static func isFit(_ text: Substring, _ marks: String) -> Bool {
    text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
      default: marks.utf8.contains(byte)
      }
    }
  }
}
