import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The forms in which imitations answer.
extension Response {
  static func json(_ value: Any, _ status: HTTPResponse.Status = .ok) -> Response {
    let data = (try? JSONSerialization.data(withJSONObject: value)) ?? Data()
    return Response(
      status: status, headers: [.contentType: "application/json"],
      body: .init(byteBuffer: ByteBuffer(bytes: data)))
  }

  static func html(_ text: String, _ status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: "text/html; charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(string: text)))
  }

  static func redirect(_ address: String) -> Response {
    Response(status: .seeOther, headers: [.location: address])
  }

  /// An error of a token endpoint (RFC 6749 section 5.2).
  static func oauthError(_ status: Int, _ error: String, _ text: String) -> Response {
    .json(["error": error, "error_description": text], HTTPResponse.Status(code: status))
  }
}
