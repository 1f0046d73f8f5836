import CZlib
import HTTPTypes
import Hummingbird
import NIOCore

/// Compresses answers, for browsers that accept that.
enum Gzip {
  /// The length from which pages are compressed; shorter ones fit into two packets as they are.
  static let shortestPage = 2048

  /// The bytes as one gzip member; nil if that is no shorter.
  static func compress(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count < Int(UInt32.max) else { return nil }
    let packed = [UInt8](unsafeUninitializedCapacity: bytes.count) { target, count in
      count = bytes.withUnsafeBufferPointer { source in
        authledger_gzip(source.baseAddress, source.count, target.baseAddress, target.count)
      }
    }
    return packed.isEmpty || packed.count >= bytes.count ? nil : packed
  }

  /// True if a browser accepts gzip (RFC 9110 section 12.5.3): named, and not with a weight of 0.
  static func isAccepted(by request: Request) -> Bool {
    request.headers[values: .acceptEncoding].contains { line in
      line.lowercased().split(separator: ",").contains { item in
        let parts = item.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
        guard let name = parts.first, name == "gzip" || name == "x-gzip" else { return false }
        let weight = parts.dropFirst().first { $0.hasPrefix("q=") }?.dropFirst(2)
        return weight.flatMap { Double($0) } ?? 1 > 0
      }
    }
  }

  /// An answer of these bytes, or of the compressed ones if there are any.
  static func response(
    _ status: HTTPResponse.Status, type: String, _ bytes: [UInt8], packed: [UInt8]?
  ) -> Response {
    var headers: HTTPFields = [.contentType: type, .vary: "Accept-Encoding"]
    if packed != nil { headers[.contentEncoding] = "gzip" }
    return Response(
      status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: packed ?? bytes)))
  }
}
