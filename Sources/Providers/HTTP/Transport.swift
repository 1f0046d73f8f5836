import AsyncHTTPClient
import Foundation
public import Integrations
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Sends requests to providers, each once, with limits on time and size, and at the pace of each.
///
/// Connecting may take 5 seconds and an answer 20 in all; 64 KiB of a body are read. Redirects are not
/// followed, since a token request that is sent elsewhere gives the code away (RFC 9700 section 4.12).
/// TLS must be 1.2 or newer and is verified; that cannot be turned off.
public final class Transport: Sendable {
  /// How long an answer may take, with connecting and the body.
  public static let answerSeconds: Int64 = 20
  private static let connectSeconds: Int64 = 5

  private let client: HTTPClient
  private let answerTime: TimeAmount
  private let folder: String?
  private let turnClock: Turn.Clock

  /// A transport.
  ///
  /// - Parameters:
  ///   - folder: The ledger's directory, where the processes of one ledger agree on the pace; nil for a
  ///     transport that keeps to none.
  ///   - answerMilliseconds: How long an answer may take; tests wait less.
  ///   - paceShare: How much of the wait between two requests is waited, in percent; tests, whose
  ///     imitations do not count, wait less.
  public init(
    keepingPaceIn folder: String? = nil,
    answerMilliseconds: Int64 = Transport.answerSeconds * 1000, paceShare: Int = 100
  ) {
    self.folder = folder
    turnClock =
      paceShare == 100
      ? Turn.Clock() : Turn.Clock(sleep: { try await Task.sleep(for: $0 * paceShare / 100) })
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.minimumTLSVersion = .tlsv12
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: tls, redirectConfiguration: .disallow,
      timeout: .init(
        connect: .seconds(Self.connectSeconds), read: .milliseconds(answerMilliseconds)))
    // A code or a refresh token that is sent twice may end its grant, so nothing is sent again.
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.httpVersion = .http1Only
    // An idle connection may close while it is written to, and then it is unknown whether the request
    // arrived.
    configuration.connectionPool.idleTimeout = .milliseconds(1)
    configuration.maximumUsesPerConnection = 1
    // Compression is not asked for, but proxies may use it. The setting of the shared client limits the
    // size of the decompressed body.
    configuration.decompression = HTTPClient.Configuration.singletonConfiguration.decompression
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    answerTime = .milliseconds(answerMilliseconds)
  }

  // The client must be shut down; a caller that has not awaited `shutdown` does not wait here.
  deinit { client.shutdown { _ in } }

  /// Waits for requests under way and shuts down.
  public func shutdown() async throws { try await client.shutdown() }

  /// Sends a request once, when it is its turn at that provider.
  ///
  /// - Throws: `Unanswered.notSent` also if the turn does not come.
  public func send(
    _ request: HTTPRequest, to provider: Provider
  ) async throws(Unanswered) -> HTTPAnswer {
    guard let folder, let pace = provider.profile.pace else { return try await send(request) }
    let turn = try await Turn.take(folder, provider, pace, clock: turnClock)
    let answer = try await send(request)
    _ = consume turn
    return answer
  }

  /// Sends a request once, at once.
  public func send(_ request: HTTPRequest) async throws(Unanswered) -> HTTPAnswer {
    var sent = HTTPClientRequest(url: request.url)
    sent.method = HTTPMethod(rawValue: request.method)
    for header in request.headers { sent.headers.add(name: header.name, value: header.value) }
    sent.headers.replaceOrAdd(name: "Accept-Encoding", value: "identity")
    if let body = request.body { sent.body = .bytes(ByteBuffer(bytes: body)) }
    do {
      return try await withThrowingTaskGroup(of: HTTPAnswer.self) { group in
        group.addTask { [client, answerTime, sent] in
          let answer = try await client.execute(sent, timeout: answerTime)
          return HTTPAnswer(
            status: Int(answer.status.code), body: try await Self.read(answer.body),
            retryAfter: answer.headers.first(name: "Retry-After")
              .flatMap { RetryAfter.seconds($0) })
        }
        // The client's own limit is for the head of an answer; a body could be sent without end.
        group.addTask { [answerTime] in
          try await Task.sleep(for: .nanoseconds(answerTime.nanoseconds))
          throw Unanswered.unknown
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw Unanswered.unknown }
        return first
      }
    } catch {
      throw Self.isBeforeSending(error) ? .notSent : .unknown
    }
  }

  /// The first bytes of a body; a longer one is not an answer of a provider's.
  private static func read(_ body: HTTPClientResponse.Body) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    for try await part in body {
      bytes.append(contentsOf: part.readableBytesView.prefix(HTTPAnswer.bodyLimit - bytes.count))
      if bytes.count == HTTPAnswer.bodyLimit { break }
    }
    return bytes
  }

  /// True if an error says that no connection was made.
  private static func isBeforeSending(_ error: any Error) -> Bool {
    if error is NIOConnectionError { return true }
    if error is NIOSSLError { return true }
    if let error = error as? IOError {
      return [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH].contains(error.errnoCode)
    }
    guard let error = error as? HTTPClientError else { return false }
    switch error {
    case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout, .invalidURL,
      .emptyScheme, .invalidProxyResponse:
      return true
    default: return false
    }
  }
}
