import Crypto
import Encoding
import Foundation

/// A value that a record only commits to: RFC 9901 section 4.2.
///
/// The disclosure is the base64url of a JSON array of salt, name and value. A record holds its
/// digest. Whoever has the disclosure can show the value; once it is deleted, the digest tells
/// nothing, because nobody can guess 128 random bits.
public struct Disclosure: Hashable, Sendable, CustomStringConvertible {
  /// The form that is given to others, and over which the digest goes.
  public let description: String

  /// A disclosure of the JSON array `[salt, name, value]`, in UTF-8.
  public init(json: [UInt8]) {
    description = json.base64URL
  }

  /// A disclosure as somebody gives it; nil where it is not base64url of UTF-8.
  public init?(_ text: String) {
    guard let bytes = [UInt8](base64URL: text), String(validating: bytes, as: UTF8.self) != nil
    else {
      return nil
    }
    description = text
  }

  /// The JSON array, in UTF-8.
  public var json: [UInt8] { [UInt8](base64URL: description) ?? [] }

  /// What a record holds of it: base64url of SHA-256 over the disclosure's ASCII.
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
