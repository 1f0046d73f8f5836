import Encoding

/// A request.
public struct HTTPRequest: Hashable, Sendable {
  /// `GET` or `POST`.
  public var method: String
  /// The whole address.
  public var url: String
  /// The header fields, in order.
  public var headers: [Header]
  /// The form; nil if there is none.
  public var body: [UInt8]?

  /// One header field.
  public struct Header: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its value.
    public var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A request that asks for JSON.
  ///
  /// - Parameters:
  ///   - headers: The header fields beside `Accept` and `Content-Type`.
  ///   - form: The fields of the form; nil for a request without a body.
  package init(
    _ method: String, _ url: String, headers: [(String, String)], form: [(String, String)]? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers.map { Header(name: $0.0, value: $0.1) }
    self.headers.append(Header(name: "Accept", value: "application/json"))
    body = form.map { Array(Form.encode($0).utf8) }
    if form != nil {
      self.headers.append(
        Header(name: "Content-Type", value: "application/x-www-form-urlencoded"))
    }
  }

  /// The value of a header field; nil if there is none.
  package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

extension HTTPRequest: CustomStringConvertible, CustomReflectable {
  /// Method and address without query; never a header or the body, which hold secrets.
  public var description: String { "\(method) \(url.prefix { $0 != "?" })" }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Writes `application/x-www-form-urlencoded`, for forms and queries.
package enum Form {
  /// The fields as one text, in order.
  package static func encode(_ fields: [(String, String)]) -> String {
    fields.map { "\(Percent.encode($0.0))=\(Percent.encode($0.1))" }.joined(separator: "&")
  }
}
