import EventLog
import Evidence
import HTTPTypes
import Hummingbird
import Integrations
import NIOCore
import Visits

/// The signed roots and the leaves that each added, so that a follower can hold them to the records.
struct PublicationRoute {
  let site: Site
  private static let limits = 1...10_000
  private static let type = "application/jsonl"

  func add(to router: Router<WebContext>) {
    router.get("/v1/publications") { try await publications($0, $1) }
  }

  private func publications(_ request: Request, _ context: WebContext) async throws -> Response {
    let caller = try site.caller(request, context, .recordsRead)
    // It counts the records of every company.
    guard caller.key.companies == nil else { throw WebError.noSuchThing }
    let query = APIQuery(request)
    let after = try Self.cursor(query.text("after"))
    let limit = try query.number("limit", Self.limits) ?? 1000
    let wait = try query.number("wait", FeedRequest.waits) ?? 0
    let deadline = ContinuousClock.now + .seconds(wait)
    let first = try page(after, limit)
    guard first.body.readableBytes == 0, wait > 0, request.method != .head else {
      return answer(first, limit)
    }
    let place = try site.waiting.take()
    defer { withExtendedLifetime(place) {} }
    return try await untilGone(request, context) { _ in
      _ = try await site.watch.wait(while: .publications(first.page.head), until: deadline)
      return answer(try page(after, limit), limit)
    }
  }

  private func page(
    _ after: LeafCursor, _ limit: Int
  ) throws -> (page: PublicationPage, body: ByteBuffer) {
    var body = ByteBuffer()
    let page = try site.ledger.forEachPublicationLine(after: after, limit: limit) {
      body.writeBytes($0)
    }
    guard !page.isAhead else { throw WebError.ahead(of: "\(page.head)") }
    return (page, body)
  }

  private func answer(_ read: (page: PublicationPage, body: ByteBuffer), _ limit: Int) -> Response {
    Response(
      status: .ok,
      headers: [
        .contentType: Self.type, .authledgerCursor: "\(read.page.next)",
        .authledgerHead: "\(read.page.head)",
        .init(known: "Link"):
          "</v1/publications?after=\(read.page.next)&limit=\(limit)>; rel=\"next\"",
      ], body: .init(byteBuffer: read.body))
  }

  private static func cursor(_ text: String?) throws(WebError) -> LeafCursor {
    guard let text else { return .start }
    guard let cursor = LeafCursor(text) else {
      throw .malformed(
        "after",
        Text(
          "a cursor EPOCH-LEAVES such as 1-12, or 0 for the beginning",
          "ett läge EPOK-LÖV som 1-12, eller 0 för början"))
    }
    return cursor
  }
}
