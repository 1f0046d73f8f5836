/// An answer; a body that is too long is cut.
public struct HTTPAnswer: Hashable, Sendable {
  /// The most bytes of a body that are read.
  public static let bodyLimit = 64 << 10

  /// The status.
  public var status: Int
  /// The body.
  public var body: [UInt8]
  /// The seconds of `Retry-After`; nil if there is none.
  public var retryAfter: Int?

  /// True if the status is from 200 to 299.
  public var isSuccess: Bool { (200...299).contains(status) }

  /// An answer.
  public init(status: Int, body: [UInt8], retryAfter: Int? = nil) {
    self.status = status
    self.body = Array(body.prefix(Self.bodyLimit))
    self.retryAfter = retryAfter
  }
}

/// Why no answer came.
public enum Unanswered: Error, Hashable, Sendable {
  /// The request cannot have reached the provider: no connection was made.
  case notSent
  /// The request was sent, and its result is unknown.
  case unknown
}
