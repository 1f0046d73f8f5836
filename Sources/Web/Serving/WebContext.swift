import Connector
import Hummingbird
import Integrations
import Logging
import NIOCore
import Synchronization
import Visits

/// The context of a request while it is answered.
struct WebContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The visitor who is signed in; nil if nobody is.
  var visitor: Visitor?
  /// The language of the page.
  var language = Language.english
  /// The path of the page, to return to.
  var path = "/"
  /// The id of a program's request, which its answer, and the line in the log, have.
  var request = ""
  /// True if the browser accepts compressed answers.
  var takesGzip = false
  /// Marked if the connection ends with the answer.
  let lastAnswer = LastAnswer()
  /// The form of the request, once it is read.
  let sent = SentForm()
  /// True if the request comes from this computer.
  let isFromLoopback: Bool
  /// The address that it comes from, for rate limits.
  let address: String

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    let remote = source.channel.remoteAddress
    address = remote?.ipAddress ?? ""
    isFromLoopback = address.hasPrefix("127.") || address == "::1"
  }

  /// The largest body: more than a form with every box ticked.
  static let bodyBytes = 16 << 10

  var maxUploadSize: Int { Self.bodyBytes }
}

/// The fields of a request's form, for the error page that offers to send them again.
final class SentForm: Sendable {
  private let kept = Mutex<FormFields?>(nil)

  var fields: FormFields? {
    get { kept.withLock { $0 } }
    set { kept.withLock { $0 = newValue } }
  }
}

/// A person who is signed in.
struct Visitor: Sendable {
  /// Role and opaque id.
  var actor: Actor
  /// The company of the link.
  var company: Company
  /// The person who issued the link of this visit.
  var linkIssuer: Actor
  /// The token that a form of this session must hold (RFC 9700 section 4.7); only the session's own pages
  /// know it.
  var formToken: String

  init(_ entry: Entry, cookie: String) {
    actor = entry.actor
    company = entry.company
    linkIssuer = entry.issuedBy
    formToken = SecretHash.of("form\n" + cookie)
  }

  /// The author of what is done in this visit.
  var author: Author { Author(actor, linkIssuer: linkIssuer) }

  /// True if this visitor may see a company's pages; an administrator has one company.
  func maySee(_ company: Company) -> Bool {
    switch actor.role {
    case .administrator: company == self.company
    case .support, .auditor, .operator: true
    case .provider, .system: false
    }
  }
}
