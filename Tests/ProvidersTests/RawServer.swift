import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// A provider of raw bytes: for each request it is told what to send, and it remembers what came.
final class RawServer: Sendable {
  /// An answer, as it goes over the wire.
  struct Raw: Sendable {
    var bytes: [UInt8]

    /// An answer with a length.
    init(_ status: Int, _ body: String = "", headers: [String] = []) {
      self.init(status, Array(body.utf8), headers: headers)
    }

    init(_ status: Int, _ body: [UInt8], headers: [String] = []) {
      let lines =
        ["HTTP/1.1 \(status) Any", "Content-Length: \(body.count)", "Connection: close"] + headers
      bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
    }

    /// The connection is closed without a byte.
    static let nothing: Raw = {
      var raw = Raw(200)
      raw.bytes = []
      return raw
    }()
  }

  private struct State {
    var requests: [String] = []
    var answer: @Sendable (String) -> Raw = { _ in .nothing }
  }

  private let state = Mutex(State())
  private let channel: any Channel

  /// Its address.
  let base: String

  init() async throws {
    let box = Box()
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Handler(box))
        }
      }.bind(host: "127.0.0.1", port: 0).get()
    base = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"
    box.set(self)
  }

  deinit { channel.close(promise: nil) }

  /// What every request is answered with from now on, by its text.
  func answer(_ answer: @escaping @Sendable (String) -> Raw) {
    state.withLock { $0.answer = answer }
  }

  /// Forgets what was asked.
  func forget() { state.withLock { $0.requests = [] } }

  /// The requests, whole.
  var requests: [String] { state.withLock { $0.requests } }

  fileprivate func raw(for request: String) -> Raw {
    let answer = state.withLock { state in
      state.requests.append(request)
      return state.answer
    }
    return answer(request)
  }

  /// The server of a handler, which is made before it.
  fileprivate final class Box: Sendable {
    private let server = Mutex<WeakServer>(WeakServer())
    private struct WeakServer { weak var server: RawServer? }
    func set(_ new: RawServer) { server.withLock { $0.server = new } }
    var value: RawServer? { server.withLock { $0.server } }
  }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    private let box: Box
    private var request = ""

    init(_ box: Box) { self.box = box }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      request += String(buffer: unwrapInboundIn(data))
      guard let end = request.range(of: "\r\n\r\n") else { return }
      let length =
        request[..<end.lowerBound].lowercased().components(separatedBy: "content-length: ")
        .dropFirst().first.flatMap { Int($0.prefix { $0.isNumber }) } ?? 0
      guard request[end.upperBound...].utf8.count >= length, let server = box.value else { return }
      let bytes = server.raw(for: request).bytes
      request = ""
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
      context.close(promise: nil)
    }
  }
}
