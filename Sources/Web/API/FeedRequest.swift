import EventLog
import HTTPTypes
import Hummingbird
import Integrations

/// What a reader of the feed asks for.
struct FeedRequest: Hashable {
  /// How the records are written.
  enum Form: String, CaseIterable {
    case batch = "application/cloudevents-batch+json"
    case lines = "application/jsonl"
    case events = "text/event-stream"
  }

  var query = FeedQuery()
  var after: FeedCursor?
  var limit: Int
  /// The seconds to wait while there is nothing.
  var wait: Int
  let form: Form

  static let limits = 1...1000
  static let waits = 0...55

  init(_ request: Request, _ caller: Caller) throws(WebError) {
    let parameters = APIQuery(request)
    form = try Self.form(request.headers[.accept])
    query.companies = caller.companies(among: try parameters.companies())
    query.providers = try parameters.providers()
    let known = RecordType.all.joined(separator: ", ")
    query.types = try parameters.values("type", Text("one of \(known)", "någon av \(known)")) {
      RecordType($0)
    }
    after = try parameters.cursor()
    if let last = request.headers[.init(known: "Last-Event-ID")] {
      let cursor = try APIQuery.cursor(last, "Last-Event-ID")
      if form == .events { after = cursor }
    }
    limit = try parameters.number("limit", Self.limits) ?? 100
    let seconds = try parameters.number("wait", Self.waits) ?? 0
    wait = request.method == .head ? 0 : seconds
  }

  /// The form that the header asks for (RFC 9110 section 12.5.1), the first named that there is; weights
  /// only refuse.
  private static func form(_ accept: String?) throws(WebError) -> Form {
    guard let accept else { return .batch }
    for part in accept.split(separator: ",") {
      let pieces = part.split(separator: ";").map { $0.drop { $0 == " " }.lowercased() }
      guard let type = pieces.first?.trimmingSuffix(while: { $0 == " " }),
        !pieces.dropFirst().contains(where: { $0.replacing(" ", with: "") == "q=0" })
      else { continue }
      if let form = Form(rawValue: String(type)) { return form }
      if ["*/*", "application/*", "application/json"].contains(String(type)) { return .batch }
    }
    throw .notAcceptable
  }
}

extension String {
  fileprivate func trimmingSuffix(while isDropped: (Character) -> Bool) -> Substring {
    var text = self[...]
    while let last = text.last, isDropped(last) { text.removeLast() }
    return text
  }
}
