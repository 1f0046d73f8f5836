import Foundation
import Integrations
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import TestSupport
import Testing

@testable import Providers

/// The bounds of what is sent and read.
@Suite(.timeLimit(.minutes(20))) struct TransportTests {
  private func request(_ url: String) -> HTTPRequest {
    HTTPRequest("POST", url + "/token", headers: [], form: [("code", "c")])
  }

  /// A server that says some bytes to whoever connects, and then nothing.
  private func server(_ bytes: String, repeating: Bool = false) async throws -> any Channel {
    try await server(ByteBuffer(string: bytes), repeating: repeating)
  }

  private func server(_ bytes: ByteBuffer, repeating: Bool = false) async throws -> any Channel {
    try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Saying(bytes, repeating: repeating))
        }
      }.bind(host: "127.0.0.1", port: 0).get()
  }

  private final class Saying: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let bytes: ByteBuffer
    private let repeating: Bool
    init(_ bytes: ByteBuffer, repeating: Bool) {
      self.bytes = bytes
      self.repeating = repeating
    }
    func channelRead(context: ChannelHandlerContext, data: NIOAny) { say(context) }
    private func say(_ context: ChannelHandlerContext) {
      context.writeAndFlush(NIOAny(bytes), promise: nil)
      guard repeating else { return }
      let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
      context.eventLoop.scheduleTask(in: .milliseconds(20)) {
        let (handler, context) = bound.value
        if context.channel.isActive { handler.say(context) }
      }
    }
  }

  private func url(_ server: any Channel) -> String {
    "http://127.0.0.1:\(server.localAddress?.port ?? 0)"
  }

  @Test("where nobody listens nothing was sent")
  func refused() async throws {
    let server = try await server("")
    let url = url(server)
    try await server.close().get()
    let transport = Transport()
    let request = request(url)
    await #expect(throws: Unanswered.notSent) { try await transport.send(request) }
    try await transport.shutdown()
  }

  @Test("a server that says nothing, or drips for ever, is waited for in bounds")
  func silent() async throws {
    for (bytes, repeating) in [
      ("", false), ("HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n ", true),
    ] {
      let server = try await server(bytes, repeating: repeating)
      let transport = Transport(answerMilliseconds: 300)
      let request = request(url(server))
      // Neither server ever ends its answer.
      await #expect(throws: Unanswered.unknown) { try await transport.send(request) }
      try await transport.shutdown()
      try await server.close().get()
    }
  }

  @Test("of a large body 64 KiB are read, and a redirect is an answer like any other")
  func bodies() async throws {
    let large = String(repeating: "x", count: 200_000)
    let server = try await server("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + large)
    let transport = Transport(answerMilliseconds: 300_000)
    let answer = try await transport.send(request(url(server)))
    #expect(answer.body.count == HTTPAnswer.bodyLimit)
    try await server.close().get()
    let elsewhere = try await self.server(
      "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n"
    )
    let redirect = try await transport.send(request(url(elsewhere)))
    #expect(redirect.status == 302 && redirect.retryAfter == 7)
    try await elsewhere.close().get()
    try await transport.shutdown()
  }

  @Test("a request keeps the pace of its provider, and one to another provider goes at once")
  func pace() async throws {
    let folder = try TemporaryFolder()
    let server = try await server("HTTP/1.1 204 No Content\r\n\r\n")
    let transport = Transport(keepingPaceIn: folder.path)
    #expect(try await transport.send(request(url(server)), to: .fortnox).status == 204)
    #expect(!FileManager.default.fileExists(atPath: folder.file("pace-fortnox")))
    #expect(try await transport.send(request(url(server)), to: .fiken).status == 204)
    #expect(FileManager.default.fileExists(atPath: folder.file("pace-fiken")))
    try await server.close().get()
    try await transport.shutdown()
  }

  @Test("a compressed body is read by its header")
  func compressed() async throws {
    let folder = try TemporaryFolder()
    let packed = folder.file("packed.gz")
    let pack = "gzip > \"$1\""
    let gzip = try await Program().run(
      URL(filePath: "/bin/sh"), ["-c", pack, "sh", packed],
      input: Array(#"{"access_token":"x"}"#.utf8))
    #expect(gzip.code == 0, "\(gzip.error)")
    let body = try Data(contentsOf: URL(filePath: packed))
    let head =
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(body.count)\r\n\r\n"
    let server = try await server(ByteBuffer(bytes: Array(head.utf8) + Array(body)))
    let transport = Transport()
    let answer = try await transport.send(request(url(server)))
    #expect(answer.body == Array(#"{"access_token":"x"}"#.utf8))
    try await server.close().get()
    try await transport.shutdown()
  }

  @Test("a server with a certificate of its own making is not trusted, and gets nothing")
  func untrusted() async throws {
    let folder = try TemporaryFolder()
    let (keyFile, certificate) = (folder.file("key"), folder.file("cert"))
    let maker = try await Program().run(
      URL(filePath: "/usr/bin/openssl"),
      [
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
        "-keyout", keyFile, "-out", certificate,
      ])
    #expect(maker.code == 0, "\(maker.error)")
    let chain = try NIOSSLCertificate.fromPEMFile(certificate)
      .map { NIOSSLCertificateSource.certificate($0) }
    let key = try NIOSSLPrivateKey(file: keyFile, format: .pem)
    let tls = try NIOSSLContext(
      configuration: .makeServerConfiguration(
        certificateChain: chain, privateKey: .privateKey(key)))
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
        }
      }.bind(host: "127.0.0.1", port: 0).get()
    var request = request("http://127.0.0.1:1")
    request.url = "https://localhost:\(server.localAddress?.port ?? 0)/token"
    let transport = Transport()
    let sent = request
    await #expect(throws: Unanswered.notSent) { try await transport.send(sent) }
    try await transport.shutdown()
    try await server.close().get()
  }

  @Test("the only addresses beside the providers' own are this computer's")
  func addresses() {
    for good in ["http://127.0.0.1:8081", "http://localhost:1", "http://127.0.0.1"] {
      #expect(Loopback.contains(good), "\(good)")
    }
    for bad in [
      "https://127.0.0.1", "http://10.0.0.1", "http://169.254.169.254", "http://evil.example",
      "http://127.0.0.1.evil.example", "http://user@127.0.0.1", "http://127.0.0.1/path",
      "http://127.0.0.1?x", "http://0.0.0.0", "", "localhost", "http://2130706433",
    ] {
      #expect(!Loopback.contains(bad), "\(bad)")
    }
  }
}
