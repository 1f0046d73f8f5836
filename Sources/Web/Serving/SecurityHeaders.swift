import HTTPTypes

/// The headers of every answer, of pages and of requests that are refused before they are read.
struct SecurityHeaders: Sendable {
  private static let policy = HTTPField.Name(known: "Content-Security-Policy")

  private let fields: [HTTPField]

  init(_ configuration: WebConfiguration) {
    // The answer to a form may redirect to the provider, and Chromium applies `form-action` to redirects.
    let forms = (["'self'"] + configuration.formOrigins).joined(separator: " ")
    var headers = [
      "Content-Security-Policy":
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        + "img-src 'self' data:; "
        + "form-action \(forms); base-uri 'none'; frame-ancestors 'none'",
      "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
      "X-Frame-Options": "DENY", "Cross-Origin-Opener-Policy": "same-origin",
      "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    ]
    if configuration.publicURL.hasPrefix("https:") {
      headers["Strict-Transport-Security"] = "max-age=31536000"
    }
    fields = headers.sorted { $0.key < $1.key }
      .map { HTTPField(name: .init(known: $0.key), value: $0.value) }
  }

  /// Adds the headers, unless they were added before.
  func dress(_ headers: inout HTTPFields) {
    guard headers[Self.policy] == nil else { return }
    for field in fields { headers.append(field) }
    if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
  }
}
