import HTTPTypes
import Hummingbird

/// One page of a list, with Fiken's headers.
enum FikenPaging {
  private static let sizes = 1...100
  private static let usualSize = "25"

  static func page(_ rows: [[String: Any]], _ query: Fields) -> Response {
    guard let page = Int(query["page"] ?? "0"), page >= 0,
      let size = Int(query["pageSize"] ?? usualSize), sizes.contains(size)
    else { return .oauthError(400, "bad_request", "page or pageSize is not valid") }
    let pages = (rows.count + size - 1) / size
    let (start, isFar) = page.multipliedReportingOverflow(by: size)
    var response = Response.json(isFar ? [] : Array(rows.dropFirst(start).prefix(size)))
    for (name, value) in [
      ("Page", page), ("Page-Size", size), ("Page-Count", pages), ("Result-Count", rows.count),
    ] {
      if let field = HTTPField.Name("Fiken-Api-\(name)") { response.headers[field] = "\(value)" }
    }
    return response
  }
}
