public import Connector
import EventLog
import Evidence
import HTTPTypes
public import Hummingbird
import Integrations
public import Logging
import NIOCore
import OpenAPI
import Vault
import Visits

/// The pages and the HTTP interface.
public struct WebServer: Sendable {
  let site: Site
  private let log: Logger

  /// A server of one ledger.
  ///
  /// - Throws: An error if a template does not compile.
  public init(_ connector: Connector, _ configuration: WebConfiguration, log: Logger) throws {
    site = Site(connector: connector, configuration: configuration, templates: try Templates())
    self.log = log
  }

  /// The server, to be run.
  ///
  /// - Parameter onRunning: Called with the port once requests are accepted.
  public func application(
    onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
  ) -> some ApplicationProtocol {
    Application(
      router: router(),
      // A client that sends half a request and waits must not hold a connection, or the shutdown, for ever.
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [
            ConnectionGuard(site.configuration.limits, site.connections, site.headers)
          ], idleTimeout: .milliseconds(site.configuration.limits.idleMilliseconds))),
      configuration: ApplicationConfiguration(
        address: .hostname(site.configuration.host, port: site.configuration.port)),
      onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
      logger: quiet)
  }

  /// A logger without the server library's own lines about addresses, which the program prints itself.
  private var quiet: Logger {
    var logger = Logger(label: "server")
    logger.logLevel = .warning
    return logger
  }

  func router() -> Router<WebContext> {
    let router = routes()
    router.refuseOtherMethods()
    return router
  }

  /// Every address with the methods that it has.
  func routes() -> Router<WebContext> {
    let router = Router(context: WebContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: PageMiddleware(site, log: log))
    addPlain(to: router)
    EntryPages(site: site).add(to: router)
    IntegrationPages(site: site).add(to: router)
    CallbackPages(site: site).add(to: router)
    SupportPages(site: site).add(to: router)
    HistoryPages(site: site).add(to: router)
    EvidencePages(site: site).add(to: router)
    API(site: site).add(to: router)
    FeedRoutes(site: site).add(to: router)
    PublicationRoute(site: site).add(to: router)
    IntegrationRoutes(site: site).add(to: router)
    TokenRoute(site: site).add(to: router)
    EvidenceRoutes(site: site).add(to: router)
    return router
  }

  private func addPlain(to router: Router<WebContext>) {
    router.get("/healthz") { _, _ in Self.text("ok\n") }
    router.get("/readyz") { _, _ in
      do {
        _ = try site.ledger.property(.origin)
        _ = try site.connector.vault.openAttempts()
        return Self.text("ready\n")
      } catch {
        return Self.text("not ready\n", .serviceUnavailable)
      }
    }
    router.get("/v1/openapi.json") { _, _ in
      Self.bytes(OpenAPI.document(), "application/json")
    }
    router.get("/metrics") { request, context in
      try requireMetrics(request, context)
      // Counting goes through every integration.
      return Self.text(try await Blocking.run { try MetricsText(site: site).text() })
    }
    router.get("/assets/:name") { _, context in
      let path = "/assets/" + (context.parameters.get("name") ?? "")
      guard let file = site.assets[path] else { throw WebError.notFound }
      return file.response(takesGzip: context.takesGzip)
    }
  }

  /// Metrics are for a key with the scope, for operators, and for this computer unless a proxy is on it,
  /// behind which every request comes from there.
  private func requireMetrics(_ request: Request, _ context: WebContext) throws {
    if let caller = try site.caller(request, context) { return try caller.require(.metricsRead) }
    let isNear = context.isFromLoopback && !site.configuration.isBehindTLSProxy
    guard isNear || context.visitor?.actor.role == .operator else { throw WebError.notFound }
  }

  private static func text(_ text: String, _ status: HTTPResponse.Status = .ok) -> Response {
    var response = bytes(Array(text.utf8), "text/plain; charset=utf-8")
    response.status = status
    return response
  }

  private static func bytes(_ bytes: [UInt8], _ type: String) -> Response {
    Response(
      status: .ok, headers: [.contentType: type],
      body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
