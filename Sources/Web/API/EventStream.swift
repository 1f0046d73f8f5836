import EventLog
import HTTPTypes
import Hummingbird
import Integrations
import NIOCore
import ServiceLifecycle

/// The feed as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html): an
/// event a record, whose id is the cursor to go on after.
struct EventStream {
  let site: Site
  private let wanted: FeedRequest
  /// One piece is read, sent, and only then the next one read.
  private static let pieceBytes = 256 << 10
  private static let heartbeat = Duration.seconds(15)

  init(site: Site, _ wanted: FeedRequest) {
    self.site = site
    self.wanted = wanted
  }

  /// - Throws: `CursorError`, before anything is answered.
  func response(_ context: WebContext) throws -> Response {
    context.lastAnswer.mark()
    let first = try piece(after: wanted.after)
    let place = try site.waiting.take()
    return Response(
      status: .ok, headers: [.contentType: FeedRequest.Form.events.rawValue],
      body: .init { writer in
        defer { withExtendedLifetime(place) {} }
        try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
        try await send(first, to: &writer)
        try await writer.finish(nil)
      })
  }

  private struct Piece {
    var bytes = ByteBuffer()
    var reading: FeedReading
  }

  private func send(_ first: Piece, to writer: inout any ResponseBodyWriter) async throws {
    var piece = first
    while true {
      if piece.bytes.readableBytes > 0 { try await writer.write(piece.bytes) }
      if !piece.reading.hasMore {
        let isNew = try await site.watch.wait(
          while: .records(piece.reading.head), for: wanted.query, until: .now + Self.heartbeat)
        if Task.isShuttingDownGracefully { return }
        if !isNew {
          // It tells proxies that the stream is alive, and readers how far filters have looked.
          try await writer.write(ByteBuffer(string: ": waiting\nid: \(piece.reading.cursor)\n\n"))
        }
      }
      piece = try self.piece(after: piece.reading.cursor)
    }
  }

  private func piece(after cursor: FeedCursor?) throws -> Piece {
    var bytes = ByteBuffer()
    let epoch = try cursor?.epoch ?? site.ledger.lastCursor().epoch
    let reading = try site.ledger.readFeed(after: cursor, wanted.query) { position, record in
      bytes.writeString("id: \(FeedCursor(epoch: epoch, position: position))\ndata: ")
      // Canonical JSON has no line ends.
      bytes.writeBytes(record)
      bytes.writeString("\n\n")
      return bytes.readableBytes < Self.pieceBytes
    }
    return Piece(bytes: bytes, reading: reading)
  }
}
