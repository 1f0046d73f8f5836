import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Watches one connection: a request must arrive in time, and an answer must be read.
///
/// It stands between the HTTP decoder and the server, and runs on the connection's event loop, so
/// access needs no lock.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let limits: ConnectionLimits
  private let connections: Connections
  private let headers: SecurityHeaders
  private var number: UInt64 = 0
  /// The number of requests whose answer is not fully written.
  private var requests = 0
  /// True once the head of the current answer is written.
  private var isAnswering = false
  /// True once the connection is given up; nothing more is written then.
  private var isCut = false
  private var lateness: Scheduled<Void>?
  private var reading: Scheduled<Void>?

  init(_ limits: ConnectionLimits, _ connections: Connections, _ headers: SecurityHeaders) {
    self.limits = limits
    self.connections = connections
    self.headers = headers
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let channel = context.channel
    // Closed later, since it may be this connection, which is still being set up.
    number = connections.open { channel.eventLoop.execute { channel.close(promise: nil) } }
    let number = number
    let connections = connections
    channel.closeFuture.whenComplete { _ in connections.close(number) }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    lateness?.cancel()
    reading?.cancel()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head:
      requests += 1
      connections.begin(number)
      lateness?.cancel()
      lateness = context.eventLoop.assumeIsolated().scheduleTask(
        in: .milliseconds(limits.requestMilliseconds)
      ) { self.requestIsLate(context) }
    case .body: break
    case .end:
      lateness?.cancel()
      lateness = nil
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard !isCut else {
      promise?.fail(ChannelError.ioOnClosedChannel)
      return
    }
    switch unwrapOutboundIn(data) {
    case .head(var head):
      isAnswering = head.status.kind != .informational
      headers.dress(&head.headerFields)
      context.write(wrapOutboundOut(.head(head)), promise: promise)
      return
    case .body: break
    case .end:
      isAnswering = false
      requests = max(0, requests - 1)
      if requests == 0 { connections.rest(number) }
    }
    context.write(data, promise: promise)
  }

  // MARK: A request that does not arrive

  private func requestIsLate(_ context: ChannelHandlerContext) {
    guard !isCut else { return }
    isCut = true
    guard !isAnswering, requests == 1 else {
      context.close(promise: nil)
      return
    }
    var head = HTTPResponse(
      status: .requestTimeout, headerFields: [.connection: "close", .contentLength: "0"])
    headers.dress(&head.headerFields)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    context.close(promise: nil)
  }

  // MARK: An answer that nobody reads

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    reading?.cancel()
    reading = nil
    if !context.channel.isWritable { watch(context, Self.unread(context)) }
    context.fireChannelWritabilityChanged()
  }

  /// Checks after a while, and closes the connection if nothing was read meanwhile.
  private func watch(_ context: ChannelHandlerContext, _ before: Int) {
    reading = context.eventLoop.assumeIsolated().scheduleTask(
      in: .milliseconds(limits.unreadMilliseconds)
    ) {
      let now = Self.unread(context)
      guard now < before else {
        self.isCut = true
        context.close(promise: nil)
        return
      }
      self.watch(context, now)
    }
  }

  /// The number of bytes that wait to be read.
  private static func unread(_ context: ChannelHandlerContext) -> Int {
    (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
  }
}
