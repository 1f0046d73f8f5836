import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Why no answer came.
public enum Unanswered: Error, Hashable, Sendable {
  /// The request cannot have reached the provider: no connection was made.
  case notSent
  /// The request was sent, and what became of it is not known.
  case unknown
}

/// Sends requests to the provider, within bounds.
///
/// Connecting may take 5 seconds and an answer 20 in all; of a body 64 KiB are read. No redirect is
/// followed, since a token request that goes elsewhere gives the code away (RFC 9700 section 4.12).
/// TLS is verified and 1.2 or newer; there is no switch to turn that off. A request is sent once.
public final class Transport: Sendable {
  /// How long an answer may take, connecting and body included.
  public static let answerSeconds: Int64 = 20
  private static let connectSeconds: Int64 = 5

  private let client: HTTPClient
  private let answerTime: TimeAmount

  /// A transport.
  ///
  /// - Parameter answerMilliseconds: For tests, which do not want to wait for 20 seconds.
  public init(answerMilliseconds: Int64 = Transport.answerSeconds * 1000) {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.minimumTLSVersion = .tlsv12
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: tls, redirectConfiguration: .disallow,
      timeout: .init(
        connect: .seconds(Self.connectSeconds), read: .milliseconds(answerMilliseconds)))
    // A code or refresh token that is sent twice ends what it gave, so nothing is tried again.
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.httpVersion = .http1Only
    // An idle connection may close in the moment it is written to, and then nobody knows whether
    // the request was taken.
    configuration.connectionPool.idleTimeout = .milliseconds(1)
    configuration.maximumUsesPerConnection = 1
    // It is asked for none, and some between us and the provider compress all the same. The shared
    // client's own bound is on how far a body may swell.
    configuration.decompression = HTTPClient.Configuration.singletonConfiguration.decompression
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    answerTime = .milliseconds(answerMilliseconds)
  }

  // The client insists on being ended; whoever forgot to wait for it does not wait now.
  deinit { client.shutdown { _ in } }

  /// Ends the transport once what runs is finished.
  public func shutdown() async throws { try await client.shutdown() }

  /// Sends a request once.
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
        // The client's own time is for the head of an answer; a body may drip for ever.
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

  /// At most so much of a body as is looked at; what has more is not an answer of Fortnox's.
  private static func read(_ body: HTTPClientResponse.Body) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    for try await part in body {
      bytes.append(contentsOf: part.readableBytesView.prefix(HTTPAnswer.bodyLimit - bytes.count))
      if bytes.count == HTTPAnswer.bodyLimit { break }
    }
    return bytes
  }

  /// Whether an error tells that no connection was made.
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
