import Connector
import Encoding
import EventLog
import Evidence
import HTTPTypes
import Hummingbird
import Integrations
import NIOCore
import Transparency
import Visits

/// The feed: records by position from a cursor on, and one record by its id.
struct FeedRoutes {
  let site: Site
  /// A page ends once it has so many bytes, whatever its limit, so that it is gathered in little memory.
  private static let pageBytes = 1 << 20

  func add(to router: Router<WebContext>) {
    router.get("/v1/records") { try await records($0, $1) }
    router.get("/v1/records/:id") { try record($0, $1) }
    router.get("/v1/records/:id/proof") { try proof($0, $1) }
  }

  // MARK: Pages

  private func records(_ request: Request, _ context: WebContext) async throws -> Response {
    let caller = try site.caller(request, context, .recordsRead)
    var wanted = try FeedRequest(request, caller)
    if wanted.form == .events { return try EventStream(site: site, wanted).response(context) }
    let deadline = ContinuousClock.now + .seconds(wanted.wait)
    let page = try page(wanted)
    if page.count > 0 || wanted.wait == 0 { return answer(page, wanted) }
    wanted.after = page.reading.cursor
    let waiting = wanted
    let place = try site.waiting.take()
    defer { withExtendedLifetime(place) {} }
    return try await untilGone(request, context) { _ in
      try await waited(waiting, from: page.reading, until: deadline)
    }
  }

  /// The next page with a record, or, at the deadline, an empty one.
  private func waited(
    _ first: FeedRequest, from start: FeedReading, until deadline: ContinuousClock.Instant
  ) async throws -> Response {
    var (wanted, reading) = (first, start)
    while true {
      var isNew = reading.hasMore
      if !isNew {
        isNew = try await site.watch.wait(
          while: .records(reading.head), for: wanted.query, until: deadline)
      }
      let page = try site.watch.page(for: wanted, page)
      guard page.count == 0, isNew else { return answer(page, wanted) }
      reading = page.reading
      wanted.after = reading.cursor
      try Task.checkCancellation()
    }
  }

  private func page(_ wanted: FeedRequest) throws -> FeedPage {
    do {
      return try FeedPage(wanted, site.ledger, atMost: Self.pageBytes)
    } catch let error as CursorError {
      throw WebError(error)
    }
  }

  private func answer(_ page: FeedPage, _ wanted: FeedRequest) -> Response {
    let cursor = page.reading.cursor
    return Response(
      status: .ok,
      headers: [
        .contentType: wanted.form.rawValue, .authledgerCursor: "\(cursor)",
        .authledgerHead: "\(page.reading.head)",
        .init(known: "Link"): "<\(wanted.next(after: cursor))>; rel=\"next\"",
      ], body: .init(byteBuffer: page.bytes))
  }

  // MARK: One record

  private func found(
    _ request: Request, _ context: WebContext, _ caller: Caller
  ) throws -> Record {
    guard let id = context.parameters.get("id").flatMap({ RecordID($0) }),
      let record = try site.ledger.record(id), caller.maySee(record.content.stream)
    else { throw WebError.noSuchThing }
    return record
  }

  /// A record never changes, so whoever has it never has to ask again.
  private func record(_ request: Request, _ context: WebContext) throws -> Response {
    let record = try found(request, context, try site.caller(request, context, .recordsRead))
    var headers: HTTPFields = [
      .contentType: "application/cloudevents+json", .eTag: "\"\(record.hash.bytes.hexadecimal)\"",
      .cacheControl: "private, max-age=31536000, immutable",
      .authledgerCursor: "\(try site.ledger.cursor(at: record.position))",
    ]
    guard !request.has(headers[.eTag]) else {
      headers[.contentType] = nil
      return Response(status: .notModified, headers: headers)
    }
    return Response(
      status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: record.bytes)))
  }

  /// The proof that a record is in its company's log, as the last signed root has it.
  private func proof(_ request: Request, _ context: WebContext) throws -> Response {
    let record = try found(request, context, try site.caller(request, context, .evidenceRead))
    guard
      let proof = try site.ledger.proof(of: record.content.stream, record.content.sequence)
    else { throw WebError.unsigned }
    return Response(
      status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(string: proof.description)))
  }
}

/// A page of the feed: the records after a cursor, as the request wants them written.
struct FeedPage {
  private(set) var bytes = ByteBuffer()
  private(set) var count = 0
  let reading: FeedReading

  init(_ wanted: FeedRequest, _ ledger: Ledger, atMost size: Int) throws {
    var (bytes, count) = (ByteBuffer(), 0)
    let isBatch = wanted.form == .batch
    if isBatch { bytes.writeString("[") }
    reading = try ledger.readFeed(after: wanted.after, wanted.query) { _, record in
      if isBatch, count > 0 { bytes.writeString(",") }
      bytes.writeBytes(record)
      if !isBatch { bytes.writeString("\n") }
      count += 1
      return count < wanted.limit && bytes.readableBytes < size
    }
    if isBatch { bytes.writeString("]") }
    (self.bytes, self.count) = (bytes, count)
  }
}

extension FeedRequest {
  /// The address of the next page.
  func next(after cursor: FeedCursor) -> String {
    var parts = ["after=\(cursor)", "limit=\(limit)"]
    if wait > 0 { parts.append("wait=\(wait)") }
    parts += (query.companies ?? []).map(\.id).sorted().map { "company=\($0)" }
    parts += query.providers.map(\.rawValue).sorted().map { "provider=\($0)" }
    parts += query.types.map(\.name).sorted().map { "type=\($0)" }
    return "/v1/records?" + parts.joined(separator: "&")
  }
}

extension Caller {
  /// True if a record of this stream may be shown; the ledger's own are for keys of all companies.
  func maySee(_ stream: Company) -> Bool { key.isFor(stream) }
}

extension Request {
  /// True if the asker has what a tag names (RFC 9110 section 13.1.2).
  func has(_ tag: String?) -> Bool {
    guard let tag, let known = headers[.ifNoneMatch] else { return false }
    return known == "*"
      || known.split(separator: ",").contains { part in
        let name = part.drop { $0 == " " }
        return (name.hasPrefix("W/") ? name.dropFirst(2) : name) == tag
      }
  }
}

extension HTTPField.Name {
  /// The cursor to go on after.
  static let authledgerCursor = HTTPField.Name(known: "Authledger-Cursor")
  /// The end of the log.
  static let authledgerHead = HTTPField.Name(known: "Authledger-Head")
  /// The id of a request, which its line in the server's log has too.
  static let authledgerRequest = HTTPField.Name(known: "Authledger-Request")
}

extension WebError {
  static let unsigned = WebError(
    .notFound, "unsigned", title: Text("Not signed yet", "Inte signerat ännu"),
    text: Text(
      "No signed root covers it yet; the server signs once a minute. Ask again then.",
      "Ingen signerad rot omfattar det ännu; servern signerar en gång i minuten. Fråga igen då."))
}
