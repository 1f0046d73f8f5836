import Foundation
import HTTPTypes
public import Hummingbird
public import Logging
import NIOCore
import Synchronization

/// An imitation of Fortnox that runs on this computer: login, consent, tokens, registers and faults.
///
/// It answers as Fortnox's pages say Fortnox does, and its control page at `/sandbox` moves its
/// clock, takes rights and licences away, and makes it fail. It listens on loopback only.
public final class FortnoxSandbox: Sendable {
  let clientID: String
  let clientSecret: String
  let redirectURIs: [String]
  let clock: SandboxClock
  let productURL: String?
  let state: Mutex<SandboxState>
  private let world: World
  private let questionLimit: Int

  /// An imitation with one app.
  ///
  /// - Parameter questionLimit: The number of a company's requests that are answered in five seconds.
  public init(
    clientID: String, clientSecret: String, redirectURIs: [String], clock: SandboxClock,
    world: World = .sample, productURL: String? = nil, questionLimit: Int = 25
  ) {
    self.clientID = clientID
    self.clientSecret = clientSecret
    self.redirectURIs = redirectURIs
    self.clock = clock
    self.productURL = productURL
    self.world = world
    self.questionLimit = questionLimit
    state = Mutex(SandboxState(world, questionLimit: questionLimit))
  }

  /// Everything as at the start.
  func reset() {
    state.withLock { $0 = SandboxState(world, questionLimit: questionLimit) }
  }

  /// The server, to be run.
  ///
  /// - Parameters:
  ///   - host: A loopback address; the imitation must not be reachable from elsewhere.
  ///   - onRunning: Called with the port once requests are accepted.
  public func application(
    host: String, port: Int, logger: Logger,
    onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
  ) -> some ApplicationProtocol {
    precondition(["127.0.0.1", "localhost", "::1"].contains(host), "the sandbox is for loopback")
    return Application(
      router: router(),
      configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
      onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
      logger: logger)
  }

  func router() -> Router<BasicRequestContext> {
    let router = Router()
    router.add(middleware: AnswerLog(sandbox: self))
    router.add(middleware: SandboxHeaders(productURL: productURL))
    LoginPages(sandbox: self).add(to: router)
    TokenEndpoint(sandbox: self).add(to: router)
    RegisterEndpoints(sandbox: self).add(to: router)
    ControlPages(sandbox: self).add(to: router)
    return router
  }
}

/// Adds the headers of every answer; forms may lead only to the imitation and to the product.
struct SandboxHeaders: RouterMiddleware {
  let productURL: String?

  func handle(
    _ request: Request, context: BasicRequestContext,
    next: (Request, BasicRequestContext) async throws -> Response
  ) async throws -> Response {
    var response: Response
    do {
      response = try await next(request, context)
    } catch let error as any HTTPResponseError {
      response = Response(status: error.status)
    }
    let product = productURL.map { " \($0)" } ?? " http://127.0.0.1:* http://localhost:*"
    response.headers[.contentSecurityPolicy] =
      "default-src 'none'; style-src 'self'; form-action 'self'\(product); base-uri 'none'; "
      + "frame-ancestors 'none'"
    response.headers[.xContentTypeOptions] = "nosniff"
    response.headers[.cacheControl] = "no-store"
    for (name, value) in [("Referrer-Policy", "no-referrer"), ("X-Frame-Options", "DENY")] {
      if let field = HTTPField.Name(name) { response.headers[field] = value }
    }
    return response
  }
}

/// The fields of a form or a query.
struct Fields {
  private let items: [URLQueryItem]

  init(_ text: String) {
    let query = text.replacing("+", with: "%20")
    items = URLComponents(string: "/?" + query)?.queryItems ?? []
  }

  /// Reads a request's form.
  static func form(_ request: Request) async throws -> Fields {
    let body = try await request.body.collect(upTo: 1 << 16)
    return Fields(String(buffer: body))
  }

  subscript(_ name: String) -> String? {
    items.first { $0.name == name }?.value.flatMap { $0.isEmpty ? nil : $0 }
  }
}

extension Response {
  static func json(_ value: [String: Any], _ status: HTTPResponse.Status = .ok) -> Response {
    let data = (try? JSONSerialization.data(withJSONObject: value)) ?? Data()
    return Response(
      status: status, headers: [.contentType: "application/json"],
      body: .init(byteBuffer: ByteBuffer(bytes: data)))
  }

  static func html(_ text: String, _ status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: "text/html; charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(string: text)))
  }

  static func redirect(_ address: String) -> Response {
    Response(status: .seeOther, headers: [.location: address])
  }
}
