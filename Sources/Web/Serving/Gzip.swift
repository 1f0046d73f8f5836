import CZlib
import HTTPTypes
import Hummingbird
import NIOCore

/// Compressed answers, for browsers that take them.
enum Gzip {
  /// Pages shorter than this fit into two packets as they are.
  static let shortestPage = 2048

  /// The bytes as one gzip member; nil where that is no shorter.
  static func compress(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count < Int(UInt32.max) else { return nil }
    let packed = [UInt8](unsafeUninitializedCapacity: bytes.count) { target, count in
      count = bytes.withUnsafeBufferPointer { source in
        authledger_gzip(source.baseAddress, source.count, target.baseAddress, target.count)
      }
    }
    return packed.isEmpty || packed.count >= bytes.count ? nil : packed
  }

  /// True if a browser takes gzip (RFC 9110 section 12.5.3): it names it, and not with a weight of 0.
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

  /// An answer of these bytes, compressed where there is a shorter form to send.
  static func response(
    _ status: HTTPResponse.Status, _ type: String, _ bytes: [UInt8], packed: [UInt8]?
  ) -> Response {
    var headers: HTTPFields = [.contentType: type, .vary: "Accept-Encoding"]
    if packed != nil { headers[.contentEncoding] = "gzip" }
    return Response(
      status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: packed ?? bytes)))
  }
}
