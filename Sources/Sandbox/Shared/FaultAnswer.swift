import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The answers of faults that do not depend on the request.
enum FaultAnswer {
  /// The answer of a fault; nil if the fault changes the ordinary answer instead.
  ///
  /// - Parameters:
  ///   - faults: The queue that the fault comes from.
  ///   - error: Makes an error in the endpoint's shape: OAuth's or the API's.
  static func response(
    _ fault: SandboxFault, text: String?, from faults: FaultQueue,
    error: (Int, String, String) -> Response
  ) async throws -> Response? {
    switch fault {
    case .slow:
      try await faults.waitUntilCalm(atMost: .seconds(30))
      return Response(status: .serviceUnavailable)
    case .endless: return endless()
    case .huge: return body(String(repeating: "{\"a\":1} ", count: 131_072), 200)
    case .deepJSON:
      let depth = 10_000
      return body(
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth), 200)
    case .garbage: return .html("<html><body>Välkommen!</body></html>")
    case .empty400: return Response(status: .badRequest)
    case .opaque401: return Response(status: .unauthorized)
    case .status429:
      var response = Response(status: .tooManyRequests)
      response.headers[.retryAfter] = "2"
      return response
    case .status500: return body("Internal error", 500)
    case .status503: return body("Service unavailable", 503)
    case .redirect302: return Response(status: .found, headers: [.location: "/sandbox/trap"])
    case .invalidGrant: return error(400, "invalid_grant", "Invalid refresh token")
    case .invalidClient: return error(401, "invalid_client", "Client authentication failed")
    case .missingLicence: return error(401, "error_missing_license", "Missing license")
    case .errorIn200: return error(200, "invalid_request", "Something is wrong")
    case .edge403:
      return .html(
        "<html><head><title>Access Denied</title></head><body>You are without permission to reach "
          + "this address on this server.</body></html>", .forbidden)
    case .hostileText: return error(400, "server_said", text ?? SandboxFault.hostileWords)
    case .invalidUTF8:
      return Response(
        status: .badRequest, headers: [.contentType: "application/json"],
        body: .init(
          byteBuffer: ByteBuffer(bytes: [0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0xc3, 0x7d])))
    default: return nil
    }
  }

  /// The answer of a fault after the request was carried out; nil for the ordinary answer.
  static func afterwards(_ fault: SandboxFault?) -> Response? {
    switch fault {
    case .drop: dropped()
    case .doneGarbage: .html("<html><body>Välkommen!</body></html>")
    case .done500: body("Internal error", 500)
    default: nil
    }
  }

  /// An answer with tokens, changed by a fault.
  static func tokens(_ tokens: [String: Any], _ fault: SandboxFault?) -> Response {
    var tokens = tokens
    switch fault {
    case .noRefreshToken: tokens["refresh_token"] = nil
    case .noExpiresIn: tokens["expires_in"] = nil
    case .noTokenType: tokens["token_type"] = nil
    case .noAccessToken: tokens["access_token"] = nil
    case .errorNull: tokens["error"] = NSNull()
    case .errorEmpty: tokens["error"] = ""
    case .scopeList:
      tokens["scope"] = (tokens["scope"] as? String)?.split(separator: " ").map(String.init)
    default: break
    }
    var response = Response.json(tokens, fault == .created201 ? .created : .ok)
    if fault == .gzip, let data = try? JSONSerialization.data(withJSONObject: tokens) {
      response.headers[.contentEncoding] = "gzip"
      response.body = .init(byteBuffer: ByteBuffer(bytes: StoredGzip.stored(Array(data))))
    }
    return response
  }

  /// An answer whose connection ends in the middle.
  private static func dropped() -> Response {
    Response(
      status: .ok, headers: [.contentType: "application/json", .contentLength: "4096"],
      body: .init { writer in
        try await writer.write(ByteBuffer(string: "{"))
        throw CancellationError()
      })
  }

  private static func endless() -> Response {
    Response(
      status: .ok, headers: [.contentType: "application/json"],
      body: .init { writer in
        let end = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < end {
          try await writer.write(ByteBuffer(string: "                "))
          try await Task.sleep(for: .milliseconds(100))
        }
        try await writer.finish(nil)
      })
  }

  private static func body(_ text: String, _ status: Int) -> Response {
    Response(
      status: HTTPResponse.Status(code: status), headers: [.contentType: "application/json"],
      body: .init(byteBuffer: ByteBuffer(string: text)))
  }
}
