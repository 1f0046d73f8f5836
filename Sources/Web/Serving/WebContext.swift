import Connector
import Hummingbird
import Integrations
import Logging
import NIOCore
import Synchronization
import Visits

/// What is known of a request while it is answered.
struct WebContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// Who is signed in, with the value of the session's cookie.
  var visitor: Visitor?
  /// The language of the page.
  var language = Language.english
  /// The page that was asked for, to come back to.
  var path = "/"
  /// True if the browser takes compressed answers.
  var takesGzip = false
  /// Marked where the connection ends with the answer.
  let lastAnswer = LastAnswer()
  /// The form that the request brought, once it is read.
  let sent = SentForm()
  /// Whether the request comes from this computer.
  let isFromLoopback: Bool
  /// The address it comes from, to limit how often.
  let address: String

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    let remote = source.channel.remoteAddress
    address = remote?.ipAddress ?? ""
    isFromLoopback = address.hasPrefix("127.") || address == "::1"
  }

  /// Nothing larger than a form with every box ticked is read.
  var maxUploadSize: Int { 16 << 10 }
}

/// The fields of a request's form, for whoever answers when the page could not.
final class SentForm: Sendable {
  private let kept = Mutex<FormFields?>(nil)

  var fields: FormFields? {
    get { kept.withLock { $0 } }
    set { kept.withLock { $0 = newValue } }
  }
}

/// Somebody who is signed in.
struct Visitor: Sendable {
  /// Role and opaque id.
  var actor: Actor
  /// The company of the link.
  var company: Company
  /// Who handed out the link of this visit.
  var linkIssuer: Actor
  /// What a form of this session must hold (RFC 9700 section 4.7): known to the session's own pages.
  var formToken: String

  init(_ entry: Entry, cookie: String) {
    actor = entry.actor
    company = entry.company
    linkIssuer = entry.issuedBy
    formToken = Secrets.hash("form\n" + cookie)
  }

  /// Who answers for what is done in this visit.
  var author: Author { Author(actor, linkIssuer: linkIssuer) }

  /// Whether a company's pages are this visitor's to see: an administrator has one company.
  func maySee(_ company: Company) -> Bool {
    switch actor.role {
    case .administrator: company == self.company
    case .support, .auditor, .operator: true
    case .provider, .system: false
    }
  }
}
