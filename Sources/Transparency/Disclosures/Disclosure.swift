import Crypto
import Encoding
import Foundation

/// A value that a record only commits to: RFC 9901 section 4.2.
///
/// The disclosure is the base64url of a JSON array of salt, name and value, and a record holds its
/// digest. The disclosure proves the value. Once it is deleted, the digest reveals nothing, because
/// the salt has 128 random bits.
public struct Disclosure: Hashable, Sendable, CustomStringConvertible {
  /// The disclosure as it is given to others and as the digest is computed over.
  public let description: String

  /// A disclosure of the JSON array `[salt, name, value]`, in UTF-8.
  public init(json: [UInt8]) {
    description = json.base64URL
  }

  /// Reads a disclosure; nil if it is not base64url of UTF-8.
  public init?(_ text: String) {
    guard let bytes = [UInt8](base64URL: text), String(validating: bytes, as: UTF8.self) != nil
    else {
      return nil
    }
    description = text
  }

  /// The JSON array, in UTF-8.
  public var json: [UInt8] { [UInt8](base64URL: description) ?? [] }

  /// The digest that a record holds: base64url of SHA-256 over the disclosure's ASCII.
  public var digest: String {
    Array(SHA256.hash(data: Array(description.utf8))).base64URL
  }

  /// A salt as the RFC recommends it: base64url of 128 random bits.
  public static func salt(_ random: (UInt64, UInt64)) -> String {
    withUnsafeBytes(of: (random.0.bigEndian, random.1.bigEndian)) {
      $0.base64URL
    }
  }
}
